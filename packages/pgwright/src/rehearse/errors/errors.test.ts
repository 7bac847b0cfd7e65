import { beforeAll, expect, test } from 'vitest'
import { twinServer } from '../../../test/twins.ts'
import type { RehearsedStatement } from '../../model/index.ts'
import type { TwinServer } from '../../twin/index.ts'
import { type RuleCase, rehearseCases } from '../testing/rehearsed-cases.ts'

interface Refused extends RuleCase {
  readonly hint: RegExp
  /** What does what was meant. */
  readonly right?: RegExp
}

const cases: readonly Refused[] = [
  { sql: "create index on orders_$ (date_trunc('week', at))", hint: /fixed zone/, right: /AT TIME ZONE|timezone/i },
  { sql: 'create index on orders_$ (date(at))', hint: /fixed zone/, right: /AT TIME ZONE|timezone/i },
  { sql: 'create index on orders_$ ((at::date))', hint: /fixed zone/, right: /AT TIME ZONE|timezone/i },
  {
    sql: "create index on orders_$ (at) where at > now() - interval '30 days'",
    hint: /does not move on/,
    right: /\(at\)$/,
  },
  {
    sql: 'create index on orders_$ (code) with (text_pattern_ops)',
    hint: /operator class/,
    right: /\(code text_pattern_ops\)$/,
  },
  { sql: 'create index on orders_$ using gist (id, tstzrange(at, at))', hint: /btree_gist/, right: /create extension/ },
  { sql: 'create index on orders_$ using gin (doc)', hint: /jsonb/ },
  {
    sql: 'create table parts_$ (like orders_$ including all) partition by range (at)',
    hint: /primary key/,
    right: /add primary key \(id, at\)/,
  },
  {
    sql: 'create table parts_$ (id int primary key, at date not null) partition by range (at)',
    hint: /primary key/,
    right: /PRIMARY KEY \(id, at\)/,
  },
  { sql: 'create index concurrently on events_$ (kind)', hint: /each partition/, right: /attach partition/ },
  { sql: 'set app.current_org_id = :org_id', hint: /set_config\('app.current_org_id'/ },
  { sql: 'begin; create index concurrently on orders_$ (code); commit', hint: /before BEGIN/, right: /concurrently/ },
  {
    sql: 'create index concurrently on orders_$ (code)',
    wrapped: true,
    hint: /without a transaction/,
    right: /concurrently/,
  },
  { sql: 'create index orders_total_$ on orders_$ (total)', hint: /is there already/ },
  { sql: 'select cod from orders_$', hint: /perhaps code is meant/ },
  { sql: 'alter table orders_$ drop column custmer_id', hint: /perhaps customer_id is meant/ },
  { sql: 'select 1 from order_$; select 1 from orders_$', hint: /perhaps orders_\d+ is meant/ },
  { sql: 'select indexname from pg_stat_user_indexes', hint: /indexrelname/ },
  { sql: 'select * from pg_partitions', hint: /pg_partition_tree/ },
  { sql: 'alter table orders_$ add u uuid default uuid_generate_v4()', hint: /uuid-ossp/ },
  { sql: 'alter table tiny_$ alter a type boolean', hint: /USING/, right: /USING/ },
  { sql: 'alter table orders_$ add foreign key (code) references customers_$ (id)', hint: /one type/ },
  {
    sql: 'create view seen_$ as select code from orders_$; alter table orders_$ alter code type varchar(9)',
    hint: /view seen_\d+ depends on column "code".*make it again/,
  },
  {
    sql: 'create table counted_$ (id serial, at int); alter table counted_$ alter id add generated always as identity',
    hint: /Drop the default first/,
  },
  { sql: 'drop index orders_$_pkey', hint: /drop the constraint/, right: /drop constraint orders_\d+_pkey/ },
  { sql: 'drop table tiny_$; select 1 from lines_$', hint: /depends on it/ },
  {
    sql: 'alter table orders_$ add foreign key (customer_id) references customers_$ (short)',
    hint: /unique index/,
    right: /unique index concurrently/,
  },
  {
    sql: "begin; alter type moods_$ add value 'fair' after 'good'; select 'fair'::moods_$; commit",
    hint: /later transaction/,
  },
  { sql: 'update orders_$ set total = 1, total = 2', hint: /once/ },
  { sql: 'refresh materialized view concurrently bare_$', hint: /unique index/ },
]

let server: TwinServer
let done: RehearsedStatement[][]

beforeAll(async () => {
  server = await twinServer()
  done = await rehearseCases(server, cases)
}, 180_000)

test.each(cases.map(({ sql }, i) => [sql, i] as const))('%s', (_, i) => {
  const { hint, right } = cases[i] ?? {}
  const refused = (done[i] ?? []).filter(({ ok }) => !ok)
  expect(refused).toHaveLength(1)
  expect(refused[0]?.error?.hint).toMatch(hint ?? /./)
  const form = refused[0]?.saferForm
  if (right === undefined) return
  // The last statement may be to attach, or the like.
  expect(form?.sql.join(';\n')).toMatch(right)
  expect({ sql: form?.sql, error: form?.error }).toEqual({ sql: form?.sql, error: null })
})
