import type { ExpectedCase } from './expected-case.ts'

/** Of partitions, the application, rows, transactions, security, names, style and comments. */
export const otherCases: readonly ExpectedCase[] = [
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
  { sql: 'update orders_$ set total = total + 1', finds: ['warning backfill-in-migration'], safer: null },
  { sql: "update orders_$ set code = 'x' where id = 5", finds: [] },
  { sql: 'delete from tiny_$', finds: ['info backfill-in-migration'], safer: /DELETE/ },
  { sql: "update orders_$ set code = 'x' where status = 'new' and id in (5, 6)", finds: [] },
  // Blocks, of which PostgreSQL tells no more than what they lock and read
  {
    sql: `do 'begin update orders_$ set total = total + 1; end'`,
    finds: ['warning backfill-in-migration'],
  },
  { sql: `do 'begin update orders_$ set total = total + 1 where id = 5; end'`, finds: [] },
  {
    sql: `do 'begin alter table orders_$ add v int; update orders_$ set v = total; end'`,
    finds: ['error work-under-exclusive-lock', 'warning backfill-in-migration'],
  },
  {
    sql: `do 'begin alter table orders_$ alter total type bigint; end'`,
    finds: ['error table-rewritten', 'error work-under-exclusive-lock'],
  },
  { sql: `do 'begin alter table orders_$ add v int; end'`, finds: [] },
  {
    sql: 'with old as (delete from orders_$ where total < 5 returning id) insert into tiny_$ (id) select id from old',
    finds: ['warning backfill-in-migration'],
  },
  // What is there already is not made again
  { sql: 'create table if not exists orders_$ (id int primary key, at timestamp)', finds: [] },
  { sql: 'create index if not exists orders_total_$ on orders_$ (total, at)', finds: [] },
  {
    sql: 'create table if not exists orders_$ (id int primary key); create index on orders_$ (code)',
    finds: ['error index-not-concurrent'],
  },
  { sql: 'alter table orders_$ add column if not exists total int not null', finds: [] },
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
