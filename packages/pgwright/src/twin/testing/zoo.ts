/**
 * A schema with data of every type, skewed and correlated, and whatever statistics PostgreSQL keeps: what a twin must
 * carry. One statement each, because `VACUUM` must stand alone. The superuser runs them on an empty database.
 *
 * @param major 14 to 18
 */
export function zooStatements(major: number): readonly string[] {
  return [...extensions, ...path, ...types, ...events, ...parts, ...family, ...facts(major), ...indexes, ...closing]
}

const extensions = ['pageinspect', 'citext', 'hstore', 'ltree', 'intarray', 'cube', 'pg_trgm', 'btree_gist'].map(
  (name) => `create extension ${name}`,
)

/** For whoever connects from now on, and for the session that makes the zoo. */
const path = [
  `create schema "Zoo 1"`,
  `do $$ begin execute format('alter database %I set search_path = public, "Zoo 1"', current_database()); end $$`,
  `set search_path = public, "Zoo 1"`,
]

const types = [
  `create type "Zoo 1".mood as enum ('sad', 'ok', 'happy')`,
  `create domain "Zoo 1".positive as int check (value > 0)`,
  `create domain "Zoo 1".small as "Zoo 1".positive check (value < 1000)`,
  `create type "Zoo 1".pair as (a int, "B" text)`,
]

/** Every third note is null; the last values of `at` are the most frequent hours. */
const events = [
  `create table "Zoo 1"."Event" (
     id bigint generated always as identity primary key, tenant int not null, mood "Zoo 1".mood, amount numeric(12, 2),
     price money, at timestamptz not null, day date, note text, label varchar(40), code char(8), tags text[],
     numbers int[], moods "Zoo 1".mood[], smalls "Zoo 1".small[], doc jsonb, address inet, network cidr, "uuid" uuid,
     span tsrange, ranges int4range, multi int4multirange, dom "Zoo 1".positive, small "Zoo 1".small,
     pair "Zoo 1".pair, words tsvector, letter "char", ident name, raw bytea, took interval, ok boolean, ratio float8,
     half real, bits bit(8), mac macaddr, lsn pg_lsn, xid xid, "time" time, place point, area box,
     email citext, attributes hstore, path ltree, spot cube)`,
  `insert into "Zoo 1"."Event" (tenant, mood, amount, price, at, day, note, label, code, tags, numbers, moods, smalls,
     doc, address, network, "uuid", span, ranges, multi, dom, small, pair, words, letter, ident, raw, took, ok, ratio,
     half, bits, mac, lsn, xid, "time", place, area, email, attributes, path, spot)
   select (sqrt(i) / 2)::int, (array['sad', 'ok', 'ok', 'happy'])[1 + i % 4]::"Zoo 1".mood, (i % 977) * 1.37 + i / 400,
     (i % 301)::money, timestamptz '2024-01-01 00:00Z' + i * interval '7 minutes',
     case i when 5 then 'infinity' when 6 then '-infinity' else date '2024-01-01' + (i / 60)::int end,
     case when i % 3 > 0 then md5((i % 5000)::text) || E' ü\\\\,"{}' end, 'label ' || (i % 70), 'c' || (i % 900),
     array['t' || i % 13, 't' || i % 7, case when i % 50 = 0 then 'rare' end], array[i % 100, i % 17, i % 5]::int[],
     array['ok', 'sad']::"Zoo 1".mood[], array[1 + i % 9]::"Zoo 1".small[],
     jsonb_build_object('kind', i % 6, 'name', 'n' || i % 300), ('10.' || i % 20 || '.' || i % 200 || '.1')::inet,
     ('10.' || i % 20 || '.0.0/16')::cidr, md5((i % 4000)::text)::uuid,
     tsrange(timestamp '2024-01-01' + i * interval '1 hour', timestamp '2024-01-01' + (i + i % 90) * interval '1 hour'),
     case when i % 10 = 0 then 'empty' else int4range((i % 1000)::int, (i % 1000 + 1 + i % 60)::int) end,
     int4multirange(int4range((i % 500)::int, (i % 500 + 5)::int), int4range(600, 610)), 1 + i % 50, 1 + i % 40,
     row(i % 8, 'p' || i % 30)::"Zoo 1".pair, to_tsvector('simple', 'w' || i % 90 || ' common x' || i % 11), (array['a', 'b'])[1 + i % 2],
     'ident' || i % 20, decode(md5((i % 60)::text), 'hex'), (i % 86400) * interval '1 second', i % 20 = 0,
     case when i % 100 = 0 then 'NaN' when i % 101 = 0 then 'Infinity' else i / 7.0 end, (i % 333) / 3.0,
     (i % 256)::int::bit(8), ('08:00:2b:01:02:' || lpad(to_hex(i % 200), 2, '0'))::macaddr,
     ('0/' || upper(to_hex(i)))::pg_lsn, (i % 40)::text::xid, time '00:00' + (i % 1440) * interval '1 minute',
     point(i % 100, i % 77), box(point(i % 100, i % 77), point(i % 100 + 3, i % 77 + 2)),
     'User' || i % 700 || '@Example.com', hstore('k' || i % 5, 'v' || i % 50),
     ('top.a' || i % 9 || '.b' || i % 80)::ltree, cube(array[i % 50, i % 30]::float8[])
   from generate_series(1, 12000) i`,
]

const parts = [
  `create table "Zoo 1".part (at date not null, region text not null, n int, v numeric) partition by range (at)`,
  `create table "Zoo 1".part_a partition of "Zoo 1".part for values from ('2024-01-01') to ('2024-07-01')`,
  `create table "Zoo 1".part_b partition of "Zoo 1".part for values from ('2024-07-01') to ('2025-01-01')
     partition by list (region)`,
  `create table "Zoo 1".part_b_eu partition of "Zoo 1".part_b for values in ('eu')`,
  `create table "Zoo 1".part_b_rest partition of "Zoo 1".part_b default`,
  `insert into "Zoo 1".part select date '2024-01-01' + (i % 366)::int, (array['eu', 'us', 'eu', 'asia'])[1 + i % 4], i % 500,
     i / 3.0 from generate_series(1, 24000) i`,
]

const family = [
  `create table "Zoo 1".parent (id int, kind text)`,
  `create table "Zoo 1".child (extra int) inherits ("Zoo 1".parent)`,
  `insert into "Zoo 1".parent select i, 'p' || i % 4 from generate_series(1, 3000) i`,
  `insert into "Zoo 1".child select i, 'c' || i % 40, i % 10 from generate_series(1, 9000) i`,
]

/** Columns that depend on each other; `holed` lacks its second column, so that the numbers of the others differ. */
function facts(major: number): string[] {
  const expressions = `(id % 10), lower(city), (a + b)`
  return [
    `create table "Zoo 1".fact (id int, a int, b int, c int, city text, zip text, at date, amount numeric)`,
    `insert into "Zoo 1".fact select i, i % 50, i % 50 / 5, i % 25, case when i % 40 = 0 then null else 'City ' || i % 40 end,
       'z' || i % 40 / 2, date '2024-01-01' + i % 100, i % 40 * 1.5 from generate_series(1, 20000) i`,
    `create statistics "Zoo 1".all_kinds on a, b, c, city from "Zoo 1".fact`,
    `create statistics "Zoo 1"."Dep" (dependencies) on city, zip, amount from "Zoo 1".fact`,
    `create statistics "Zoo 1".many (mcv) on city, zip, at, amount from "Zoo 1".fact`,
    `create statistics "Zoo 1".expr on ${expressions} from "Zoo 1".fact`,
    `create statistics "Zoo 1".single on (date_trunc('month', at::timestamp)) from "Zoo 1".fact`,
    `create statistics "Zoo 1".of_parent on id, kind from "Zoo 1".parent`,
    `create table "Zoo 1".holed (a int, gone int, b int, c text)`,
    `alter table "Zoo 1".holed drop column gone`,
    `insert into "Zoo 1".holed select i % 60, i % 60 / 4, 'c' || i % 30 from generate_series(1, 6000) i`,
    `create statistics "Zoo 1".of_holed on a, b, c, (a + b) from "Zoo 1".holed`,
    ...(major >= 15 ? [`create statistics "Zoo 1".of_part on region, n from "Zoo 1".part`] : []),
  ]
}

const indexes = [
  `create index on "Zoo 1"."Event" (tenant, at desc) include (amount)`,
  `create index on "Zoo 1"."Event" (at)`,
  `create index on "Zoo 1"."Event" (lower(note)) where ok`,
  `create index on "Zoo 1"."Event" (lower(label), (amount * 2))`,
  `create index on "Zoo 1"."Event" (note nulls first)`,
  `create index on "Zoo 1"."Event" (label collate "C" desc)`,
  `create index on "Zoo 1"."Event" (email)`,
  `create index on "Zoo 1"."Event" (ident)`,
  `create index on "Zoo 1"."Event" using hash ("uuid")`,
  `create index event_tags on "Zoo 1"."Event" using gin (tags)`,
  `create index on "Zoo 1"."Event" using gin (doc jsonb_path_ops)`,
  `create index on "Zoo 1"."Event" using gin (words) with (fastupdate = off)`,
  `create index on "Zoo 1"."Event" using gin (to_tsvector('simple', note))`,
  `create index on "Zoo 1"."Event" using gin (label gin_trgm_ops)`,
  `create index on "Zoo 1"."Event" using gin (numbers gin__int_ops)`,
  `create index on "Zoo 1"."Event" using gist (span)`,
  `create index on "Zoo 1"."Event" using gist (area)`,
  `create index on "Zoo 1"."Event" using gist (path)`,
  `create index on "Zoo 1"."Event" using spgist (address)`,
  `create index on "Zoo 1"."Event" using spgist (place)`,
  `create index on "Zoo 1"."Event" using brin (day) with (pages_per_range = 4)`,
  `create index on "Zoo 1"."Event" using brin (id)`,
  `create index on "Zoo 1".part (at)`,
  `create index on "Zoo 1".part (region, n)`,
  `create index on "Zoo 1".fact (city, zip)`,
  `create index on "Zoo 1".child (id)`,
  `create materialized view "Zoo 1".totals as select tenant, count(*) as n from "Zoo 1"."Event" group by 1`,
  `create unique index on "Zoo 1".totals (tenant)`,
]

const closing = [
  `vacuum analyze "Zoo 1"."Event"`,
  `vacuum analyze "Zoo 1".part`,
  `vacuum analyze "Zoo 1".parent`,
  `vacuum analyze "Zoo 1".child`,
  `analyze "Zoo 1".fact`,
  `analyze "Zoo 1".holed`,
  `analyze "Zoo 1".totals`,
  // Stay in the pending list of the GIN indexes that have one.
  `insert into "Zoo 1"."Event" (tenant, at, tags) select 1, '2024-02-02', array['pending', 'p' || i] from generate_series(1, 300) i`,
]
