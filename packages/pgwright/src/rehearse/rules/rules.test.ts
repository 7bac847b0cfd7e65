import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RehearsedStatement } from '../../model/index.ts'
import { startTwinServer, type TwinServer } from '../../twin/index.ts'
import { type RuleCase, rehearseCases } from '../testing/rehearsed-cases.ts'
import { rules } from './registry.ts'

/** Told of nearly every file: the cases are too short for them, and each has a case of its own. */
const everywhere = new Set(['lock-timeout-missing', 'not-repeatable', 'schema-not-named'])

interface Expected extends RuleCase {
  /** `severity rule` of each finding, but for those above. */
  readonly finds: readonly string[]
  /** In the safer form of one of its statements. */
  readonly safer?: RegExp
}

const cases: readonly Expected[] = [
  // Indexes
  {
    sql: 'create index on orders_$ (code)',
    finds: ['error index-not-concurrent'],
    safer: /create index concurrently on/,
  },
  { sql: 'create index concurrently on orders_$ (code)', finds: [] },
  { sql: 'create index on tiny_$ (a)', finds: ['info index-not-concurrent'] },
  { sql: 'create table orders_new_$ (id bigint, a text); create index on orders_new_$ (a)', finds: [] },
  {
    sql: 'create index by_kind_$ on events_$ (kind)',
    finds: ['error index-not-concurrent'],
    safer: /ON ONLY[\s\S]*CONCURRENTLY[\s\S]*attach partition/,
  },
  { sql: 'create index by_kind_$ on only events_$ (kind)', finds: [] },
  { sql: 'create index concurrently on orders_$ (total)', finds: ['warning redundant-index'] },
  { sql: 'create index concurrently on orders_$ (total desc, at desc)', finds: ['warning redundant-index'] },
  { sql: 'create index concurrently on orders_$ (total, at desc)', finds: [] },
  { sql: 'create index concurrently on orders_$ (total) where total > 5', finds: [] },
  { sql: 'create unique index concurrently on orders_$ (status)', finds: ['error unique-has-duplicates'] },
  { sql: 'create unique index concurrently on orders_$ (code)', finds: [] },
  { sql: "create unique index concurrently on orders_$ (status) where status = 'one'", finds: [] },
  {
    sql: 'create index concurrently on orders_$ (customer_id, code, status, note)',
    finds: ['info index-many-columns'],
  },
  {
    sql: 'drop index orders_total_$; select 1 from orders_$',
    finds: ['warning index-drop-not-concurrent'],
    safer: /drop index concurrently/,
  },
  { sql: 'drop index concurrently orders_total_$; select 1 from orders_$', finds: [] },
  { sql: 'reindex table orders_$', finds: ['error reindex-not-concurrent'], safer: /reindex table concurrently/ },
  { sql: 'reindex table concurrently orders_$', finds: [] },
  { sql: 'refresh materialized view sums_$', finds: ['info refresh-not-concurrent'], safer: /view concurrently/ },
  { sql: 'refresh materialized view bare_$', finds: ['info refresh-not-concurrent'] },
  { sql: 'refresh materialized view bare_$ with no data', finds: ['error refresh-not-concurrent'] },
  {
    sql: 'create index concurrently wide_$ on lines_$ (a, id); create index concurrently narrow_$ on lines_$ (a)',
    finds: ['warning redundant-index'],
  },
  {
    sql: 'create table pays_$ (a bigint, b bigint, unique (a, b)); create index on pays_$ (a); create index on pays_$ (b)',
    finds: ['warning redundant-index'],
  },
  {
    sql: 'create index concurrently thin_$ on orders_$ (total); drop index concurrently orders_total_$',
    finds: [],
  },
  {
    sql: 'create index concurrently if not exists left_$ on orders_$ (day)',
    finds: ['error index-leftover-kept'],
    safer: /drop index concurrently/,
  },
  // Columns
  { sql: 'alter table orders_$ add v int', finds: [] },
  { sql: 'alter table orders_$ add v int not null default 5', finds: [] },
  {
    sql: 'alter table orders_$ add v double precision not null default random()',
    finds: ['error add-column-rewrites'],
    safer: /set default random\(\)[\s\S]*do \$\$[\s\S]*set not null/,
  },
  { sql: 'alter table tiny_$ add v uuid default gen_random_uuid()', finds: ['info add-column-rewrites'] },
  {
    sql: 'alter table orders_$ add v bigserial',
    finds: ['error add-column-rewrites', 'info prefer-identity'],
    safer: /create sequence/,
  },
  { sql: 'alter table orders_$ add v bigint generated always as identity', finds: ['error add-column-rewrites'] },
  {
    sql: 'alter table orders_$ add v bigint generated always as (total * 2) stored',
    finds: ['error add-column-rewrites'],
  },
  { sql: 'alter table orders_$ add v int not null', finds: ['error add-required-column'] },
  {
    sql: 'alter table orders_$ add v int check (v > 0)',
    finds: ['error check-validated-at-once'],
    safer: /NOT VALID[\s\S]*validate/,
  },
  {
    sql: 'alter table orders_$ add v bigint unique references customers_$ (id)',
    finds: [
      'error foreign-key-validated-at-once',
      'error unique-constraint-builds-index',
      'warning foreign-key-without-index',
    ],
    safer: /create unique index concurrently/,
  },
  { sql: 'alter table orders_$ alter total type bigint', finds: ['error type-change-rewrites'] },
  { sql: 'alter table orders_$ alter note type varchar(40)', finds: [] },
  { sql: 'alter table orders_$ alter note type text', finds: [] },
  { sql: 'alter table orders_$ alter note type varchar(10)', finds: ['error type-change-rewrites'] },
  { sql: "set timezone = 'UTC'; alter table orders_$ alter day type timestamptz; reset timezone", finds: [] },
  {
    sql: "set timezone = 'Europe/Paris'; alter table orders_$ alter day type timestamptz; reset timezone",
    finds: ['error type-change-rewrites'],
  },
  { sql: 'alter table orders_$ alter total set not null', finds: [] },
  {
    sql: 'alter table orders_$ alter code set not null',
    finds: ['error set-not-null-scans'],
    safer: /validate constraint[\s\S]*SET NOT NULL|set not null/,
  },
  {
    sql: 'alter table orders_$ alter customer_id set not null',
    finds: ['error set-not-null-has-nulls', 'error set-not-null-scans'],
  },
  { sql: 'alter table tiny_$ alter a set not null', finds: ['info set-not-null-scans'] },
  { sql: 'alter table events_$ alter kind set not null', finds: ['error set-not-null-scans'] },
  { sql: 'alter table orders_$ alter status drop not null', finds: ['info drop-not-null'] },
  {
    sql: 'alter table orders_$ add v int, alter code set not null, add constraint positive_$ check (total > 0)',
    finds: ['error check-validated-at-once', 'error set-not-null-scans'],
    safer: /ADD COLUMN v int[\s\S]*validate[\s\S]*validate/,
  },
  // Constraints
  {
    sql: 'alter table orders_$ add check (total > 0)',
    finds: ['error check-validated-at-once'],
    safer: /NOT VALID[\s\S]*validate/,
  },
  { sql: 'alter table orders_$ add constraint c_$ check (total > 0) not valid', finds: [] },
  { sql: 'alter table orders_$ validate constraint told_$', finds: [] },
  {
    sql: 'begin; alter table orders_$ add constraint c_$ check (total > 0) not valid; alter table orders_$ validate constraint c_$; commit',
    finds: ['error validated-in-same-transaction', 'error work-under-exclusive-lock'],
    safer: /VALIDATE/,
  },
  {
    sql: 'alter table orders_$ add foreign key (customer_id) references customers_$ (id); create index concurrently on orders_$ (customer_id)',
    finds: ['error foreign-key-validated-at-once'],
    safer: /NOT VALID/,
  },
  {
    sql: 'alter table orders_$ add foreign key (customer_id) references customers_$ (id) not valid',
    finds: ['warning foreign-key-without-index'],
  },
  {
    sql: 'alter table lines_$ add foreign key (a) references customers_$ (id) not valid; create index concurrently on lines_$ (a)',
    finds: ['warning foreign-key-type-mismatch'],
  },
  { sql: 'alter table lines_$ drop constraint of_tiny_$', finds: ['warning drop-constraint-locks-both'] },
  {
    sql: 'alter table orders_$ add constraint u_$ unique (code)',
    finds: ['error unique-constraint-builds-index'],
    safer: /using index u_/,
  },
  {
    sql: 'create unique index concurrently u_$ on orders_$ (code); alter table orders_$ add constraint u_$ unique using index u_$',
    finds: [],
  },
  {
    sql: 'alter table orders_$ drop constraint orders_$_pkey, add primary key (code)',
    finds: ['error unique-constraint-builds-index'],
    safer: /is not null[\s\S]*primary key using index/,
  },
  {
    sql: "alter table orders_$ add exclude using gist (tstzrange(at, at, '[]') with &&)",
    finds: ['error exclusion-builds-index'],
  },
  {
    sql: 'create unique index concurrently pk_$ on march_$ (id); alter table march_$ add primary key using index pk_$',
    finds: ['error primary-key-over-nullable'],
    safer: /is not null/,
  },
  // Partitions
  {
    sql: "create table events_$_c partition of events_$ for values from ('2026-03-01') to ('2026-04-01')",
    finds: ['warning partition-of-locks-parent'],
    safer: /ATTACH PARTITION/,
  },
  {
    sql: "alter table logs_$ attach partition march_$ for values from ('2026-03-01') to ('2026-04-01')",
    finds: ['error attach-scans'],
    safer: /not \(at is not null[\s\S]*ATTACH/,
  },
  {
    sql: 'alter table events_$ detach partition events_$_a',
    finds: ['warning detach-not-concurrent'],
    safer: /CONCURRENTLY/,
  },
  { sql: 'alter table logs_$ detach partition logs_$_a', finds: ['warning detach-not-concurrent'] },
  { sql: 'alter table events_$ detach partition events_$_a concurrently', finds: [] },
  // What the application sees
  {
    sql: 'alter table orders_$ rename note to remark',
    workload: ['select note from orders_$ where id = $1'],
    finds: ['error rename-breaks-application'],
  },
  { sql: 'alter table orders_$ rename note to remark', finds: ['warning rename-breaks-application'] },
  { sql: 'alter table orders_$ rename to purchases_$', finds: ['warning rename-breaks-application'] },
  {
    sql: 'alter table orders_$ drop column note',
    workload: ['update orders_$ set note = $1'],
    finds: ['error drop-breaks-application'],
  },
  { sql: 'alter table orders_$ drop column total', finds: ['warning drop-breaks-application'] },
  { sql: 'drop table orders_$', finds: ['warning drop-breaks-application'] },
  {
    sql: 'drop table tiny_$ cascade; select 1 from lines_$',
    finds: ['warning drop-breaks-application', 'warning drop-cascade'],
  },
  { sql: 'create table fresh_$ (id bigint); alter table fresh_$ rename id to key; drop table fresh_$', finds: [] },
  { sql: 'drop database if exists nowhere_$', finds: ['error drop-database'] },
  { sql: 'truncate orders_$', finds: ['error truncate-table'] },
  { sql: 'cluster orders_$ using orders_$_pkey', finds: ['error table-rewritten'] },
  { sql: 'vacuum full orders_$', finds: ['error table-rewritten'] },
  { sql: 'alter table orders_$ set unlogged', finds: ['error table-rewritten'] },
  { sql: "alter type moods_$ add value 'fair'", finds: ['info enum-value-position'] },
  { sql: "alter type moods_$ rename value 'bad' to 'poor'", finds: ['warning enum-value-renamed'] },
  // Rows
  {
    sql: "update orders_$ set code = 'x' where code is null",
    finds: ['warning backfill-in-migration'],
    safer: /limit 5000/,
  },
  { sql: "update orders_$ set code = 'x' where id = 5", finds: [] },
  { sql: 'delete from tiny_$', finds: ['info backfill-in-migration'], safer: /DELETE/ },
  { sql: "update orders_$ set code = 'x' where status = 'new' and id in (5, 6)", finds: [] },
  // Transactions
  {
    sql: 'begin; alter table orders_$ add v int; update orders_$ set v = 1; commit',
    finds: ['error work-under-exclusive-lock', 'warning backfill-in-migration'],
  },
  {
    sql: 'alter table orders_$ add v int; alter table tiny_$ add v int',
    wrapped: true,
    finds: ['warning locks-one-after-another'],
  },
  {
    sql: 'begin; alter table orders_$ alter total type bigint; alter table orders_$ alter id type numeric; commit',
    finds: [
      'error type-change-rewrites',
      'error type-change-rewrites',
      'error work-under-exclusive-lock',
      'info mergeable-alters',
    ],
  },
  { sql: 'begin; update tiny_$ set a = 1 where id = 1', finds: ['error uncommitted-transaction'] },
  { sql: 'begin; begin; commit', finds: ['warning transaction-nesting'] },
  { sql: 'select 1; commit', finds: ['warning transaction-nesting'] },
  { sql: 'select 1; commit', wrapped: true, finds: ['warning transaction-nesting'] },
  {
    sql: "set lock_timeout = '2s'; create index concurrently on orders_$ (code)",
    finds: ['warning concurrently-under-timeout'],
  },
  { sql: "set lock_timeout = '2s'; set lock_timeout = 0; create index concurrently on orders_$ (code)", finds: [] },
  // Security
  {
    sql: 'alter table orders_$ enable row level security',
    finds: ['error row-security-without-policy', 'info policy-locks-table'],
  },
  {
    sql: 'create policy mine on orders_$ using (id = 1); alter table orders_$ enable row level security',
    wrapped: true,
    finds: ['info policy-locks-table'],
  },
  {
    sql: "create policy mine on tiny_$ using (a = current_setting('app.org', true)::int)",
    finds: ['info policy-locks-table', 'warning policy-setting-cast'],
    safer: /nullif/i,
  },
  // Names that have to be quoted
  {
    sql: 'alter table "Ord Er_$" alter "Von" set not null, add constraint "Chk x" check ("Von" > 0); create index on "Ord Er_$" ("Von")',
    finds: ['error check-validated-at-once', 'error index-not-concurrent', 'error set-not-null-scans'],
    safer: /"Chk x"[\s\S]*"Von"/,
  },
  {
    sql: 'update "Ord Er_$" set "Von" = 1 where "Von" is null',
    finds: ['warning backfill-in-migration'],
    safer: /"Ord Er_\d+"/,
  },
  // Style
  {
    sql: 'create table s_$ (id int primary key, a varchar(5), b char(3), c timestamp, d serial, e json, f bigint)',
    finds: [
      'info prefer-bigint-key',
      'info prefer-identity',
      'info prefer-jsonb',
      'info prefer-text',
      'info prefer-text',
      'info prefer-timestamptz',
    ],
  },
  { sql: "create type colour_$ as enum ('red')", finds: ['info enum-created'] },
  { sql: 'create domain positive_$ as int check (value > 0)', finds: ['info domain-constraint'] },
  { sql: `create table s_$ (a${'b'.repeat(70)} text)`, finds: ['warning identifier-too-long'] },
  {
    sql: 'create trigger t before update on orders_$ for each row execute function suppress_redundant_updates_trigger()',
    finds: ['info trigger-locks-writes'],
  },
  // Comments
  {
    sql: '-- pgwright: ignore index-not-concurrent the table is read only\ncreate index on orders_$ (code)',
    finds: [],
  },
  {
    sql: '-- pgwright: ignore drop-cascade no reason\ncreate index concurrently on orders_$ (code)',
    finds: ['warning unused-ignore'],
  },
]

let server: TwinServer
let done: RehearsedStatement[][]

beforeAll(async () => {
  server = await startTwinServer(18)
  done = await rehearseCases(server, cases)
}, 180_000)

afterAll(() => server.stop())

test.each(
  cases.map((one, i) => [`${one.sql}${one.wrapped === true ? ' (in the tool’s transaction)' : ''}`, i] as const),
)('%s', (_, i) => {
  const statements = done[i] ?? []
  const { finds = [], safer } = cases[i] ?? {}
  expect(statements.map(({ error }) => error?.message).filter((message) => message !== undefined)).toEqual([])
  const found = statements.flatMap(({ findings }) => findings.map(({ severity, checkId }) => `${severity} ${checkId}`))
  expect(found.filter((one) => !everywhere.has(one.split(' ')[1] ?? '')).sort()).toEqual([...finds].sort())
  const forms = statements.flatMap(({ saferForm }) => saferForm ?? [])
  for (const { sql, error } of forms) expect({ sql, error }).toEqual({ sql, error: null })
  if (safer !== undefined) expect(forms.flatMap(({ sql }) => sql).join(';\n')).toMatch(safer)
})

test('what holds for a file is told of once in it', () => {
  const told = (i: number) => (done[i] ?? []).map(({ findings }) => findings.map(({ checkId }) => checkId))
  const two = cases.findIndex(({ sql }) => sql.startsWith('alter table orders_$ add v int; alter table tiny_$'))
  expect(
    told(two)
      .flat()
      .filter((id) => id === 'lock-timeout-missing'),
  ).toHaveLength(1)
  const limited = cases.findIndex(({ sql }) => sql.startsWith("set lock_timeout = '2s'; create"))
  expect(told(limited).flat()).not.toContain('lock-timeout-missing')
  const alone = cases.findIndex(({ sql }) => sql.startsWith('begin; alter table orders_$ add v int'))
  expect(told(alone).flat()).not.toContain('not-repeatable')
})

test('every rule has an id of its own, and a case that it finds', () => {
  const ids = rules.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const found = new Set(cases.flatMap(({ finds }) => finds.map((one) => one.split(' ')[1])))
  expect(ids.filter((id) => !found.has(id) && !everywhere.has(id))).toEqual([])
})
