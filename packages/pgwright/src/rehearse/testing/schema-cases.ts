import type { ExpectedCase } from './expected-case.ts'

/** Of indexes, columns and constraints. */
export const schemaCases: readonly ExpectedCase[] = [
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
  {
    sql: 'alter table orders_$ alter code type text using code::varchar(9)',
    finds: ['error type-change-rewrites'],
  },
  { sql: 'alter table events_$ alter kind type varchar(3)', finds: ['error type-change-rewrites'] },
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
]
