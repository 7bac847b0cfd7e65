/** Objects of every kind that makes trouble, under names that do too. */
export function zooSql(major: number): string {
  return [
    types,
    functions,
    tables,
    partitions,
    inheritance,
    constraints,
    views,
    objects,
    foreign,
    ...(major >= 15 ? [since15] : []),
    ...(major >= 17 ? [since17] : []),
    ...(major >= 18 ? [since18] : []),
  ].join(';\n')
}

const types = `
  create schema "S ""1"".x";
  create type "S ""1"".x"."Mood '%I" as enum ('a''b', 'Ünï', '$1');
  create type "S ""1"".x".nothing as enum ();
  create domain "S ""1"".x".base as numeric(8, 2) default 1.5 constraint "> 0" check (value > 0);
  create domain "S ""1"".x".above as "S ""1"".x".base not null check (value < 1000);
  create domain "S ""1"".x".words as text[] check (cardinality(value) < 10);
  create type "S ""1"".x"."Pair.x" as ("a.b" "S ""1"".x".above, "c ""d""" "S ""1"".x"."Mood '%I"[]);
  create domain "S ""1"".x".pairs as "S ""1"".x"."Pair.x" check ((value)."a.b" is not null)`

const functions = `
  create function "S ""1"".x"."Is ""fine"""(a int, b text default 'x LANGUAGE
    LEAKPROOF') returns bool language sql immutable leakproof strict parallel safe cost 7 as 'select $1 > 0';
  create function "S ""1"".x".no_leak(text) returns bool language plpgsql stable leakproof as 'begin return true; end';
  create function "S ""1"".x".many(out n int) returns setof int language plpgsql rows 17 as 'begin return; end';
  create procedure "S ""1"".x"."Do it"(inout a int) language sql as 'select 1';
  create function "S ""1"".x".touch() returns trigger language plpgsql as 'begin return new; end';
  create aggregate "S ""1"".x"."Sum up"(int) (sfunc = int4pl, stype = int, initcond = '0', combinefunc = int4pl, parallel = safe);
  create aggregate "S ""1"".x".total(float8) (sfunc = float8pl, stype = float8, msfunc = float8pl, minvfunc = float8mi,
    mstype = float8, sspace = 100);
  create aggregate "S ""1"".x".rows_of(*) (sfunc = int8inc, stype = int8, initcond = '0')`

const tables = `
  create sequence "S ""1"".x"."Seq ""x""";
  create table "S ""1"".x"."Tab.le ""x""" (
    "i.d" bigint generated always as identity primary key,
    "select" "S ""1"".x".above default 2,
    moods "S ""1"".x"."Mood '%I"[] not null default '{}',
    pair "S ""1"".x".pairs,
    "Größe" text collate "C" default 'ä',
    twice numeric generated always as ("select" * 2) stored,
    counter bigint default nextval('"S ""1"".x"."Seq ""x"""')
  ) with (fillfactor = 70);
  alter table "S ""1"".x"."Tab.le ""x""" alter "Größe" set (n_distinct = -0.5);
  create index "I ""x"".y" on "S ""1"".x"."Tab.le ""x""" ("S ""1"".x"."Is ""fine"""("i.d"::int, "Größe")) where "i.d" > 0;
  create unlogged table "S ""1"".x".unlogged (a int)`

const partitions = `
  create table part (id int not null, at date not null default '2025-01-01', kind text, n int check (n > 0))
    partition by range (at);
  create table part_1 partition of part for values from ('2025-01-01') to ('2025-07-01') partition by list (kind);
  create table part_1_a partition of part_1 for values in ('a', null);
  create table part_1_rest partition of part_1 default;
  create table part_2 (n int constraint part_n_check check (n > 0), own int, kind text, at date not null default '2025-09-09', id int not null);
  alter table part_2 drop own;
  alter table part attach partition part_2 for values from ('2025-07-01') to ('2026-01-01');
  create table part_rest partition of part default;
  alter table part add primary key (id, at, kind);
  create index on part (n);
  create index only_here on only part (kind);
  create unique index on part_2 (id);
  create table points_to_part (id int, at date, kind text, foreign key (id, at, kind) references part);
  create trigger touched before update on part for each row execute function "S ""1"".x".touch()`

const inheritance = `
  create table mother (a int default 1 not null, b text, constraint positive check (a > 0));
  create table father (c int, b text, d int, constraint own check (c > 0) no inherit);
  create table child (e int) inherits (mother, father);
  alter table child alter a drop default;
  alter table child alter c set not null;
  create table adopted (d int, b text, a int default 5 not null, c int, constraint positive check (a > 0));
  alter table adopted inherit mother;
  alter table adopted inherit father;
  create table old_generated (a int, b int generated always as (a + 1) stored);
  create table young_generated (c int) inherits (old_generated)`

const constraints = `
  create table spans (id int primary key, during tsrange, room text, parent int references spans deferrable,
    exclude using gist (during with &&) where (room is not null));
  alter table spans add constraint later check (room <> '') not valid;
  alter table spans add constraint "later ""f""" foreign key (parent) references spans on delete set null not valid;
  create unique index spans_room on spans (room);
  alter table spans add constraint spans_room_key unique using index spans_room`

const views = `
  create view barrier with (security_barrier = true) as select * from part where n > 5;
  create view checked as select id as "I.d", kind from part where n > 5 with cascaded check option;
  alter view checked alter column kind set default 'x';
  create view joined as select p.id, s.room from part p join spans s on s.id = p.id;
  create function joined_write() returns trigger language plpgsql as 'begin return null; end';
  create trigger "Write ""it""" instead of update on joined for each row execute function joined_write();
  create rule nothing as on delete to joined do instead nothing;
  create rule "dis.abled" as on insert to spans do instead nothing;
  alter table spans disable rule "dis.abled";
  create materialized view counted with (fillfactor = 60) as select kind, count(*) as n from part group by kind;
  create unique index on counted (kind);
  create statistics stats (ndistinct) on id, n from part;
  alter table spans enable row level security;
  alter table spans force row level security;
  create policy "p.1" on spans as restrictive for select using ("S ""1"".x".no_leak(room))`

const objects = `
  create collation "S ""1"".x"."Own ""c""" (locale = 'C');
  create collation "S ""1"".x".numeric (provider = icu, locale = 'de-u-kn-true', deterministic = false);
  create domain "S ""1"".x".collated as text collate "S ""1"".x".numeric;
  create text search dictionary "S ""1"".x"."Dict x" (template = simple, stopwords = 'english', accept = false);
  create text search configuration "S ""1"".x"."Conf x" (copy = english);
  alter text search configuration "S ""1"".x"."Conf x" alter mapping for asciiword with "S ""1"".x"."Dict x", english_stem;
  create table documents (body text, key "S ""1"".x".collated);
  create index on documents using gin (to_tsvector('"S ""1"".x"."Conf x"', body));
  create function "S ""1"".x".near(int, int) returns bool language sql immutable as 'select abs($1 - $2) < 3';
  create operator "S ""1"".x".<~> (function = "S ""1"".x".near, leftarg = int, rightarg = int,
    commutator = operator("S ""1"".x".<~>), restrict = contsel, join = contjoinsel);
  create function "S ""1"".x".backwards(int, int) returns int language sql immutable as 'select $2 - $1';
  create operator class "S ""1"".x"."Back x" for type int using btree as operator 1 >, operator 2 >=, operator 3 =,
    operator 4 <=, operator 5 <, function 1 "S ""1"".x".backwards(int, int);
  create index back on part_2 (n "S ""1"".x"."Back x");
  create function "S ""1"".x".to_mood(int) returns "S ""1"".x"."Mood '%I" language plpgsql immutable
    as 'begin return null; end';
  create cast (int as "S ""1"".x"."Mood '%I") with function "S ""1"".x".to_mood(int) as assignment;
  create cast (varchar as "S ""1"".x"."Mood '%I") with inout as implicit;
  create type "S ""1"".x".lengths as range (subtype = float8, subtype_diff = float8mi)`

const foreign = `
  create extension postgres_fdw;
  create server "Far ""x""" foreign data wrapper postgres_fdw options (fdw_startup_cost '77', fdw_tuple_cost '0.5');
  create foreign table "Far.away" (id int not null, "k x" text options (column_name 'k'))
    server "Far ""x""" options (fetch_size '500');
  create table sharded (id int, k int) partition by hash (id);
  create foreign table sharded_0 partition of sharded for values with (modulus 1, remainder 0) server "Far ""x"""`

const since15 = `
  create table one_null (a int unique nulls not distinct);
  create view invoked with (security_invoker = true) as select * from part`

const since17 = `
  create table identities (id int generated by default as identity, k int) partition by list (k);
  create table identities_1 partition of identities for values in (1)`

const since18 = `
  create table virtual (a int, b int generated always as (a * 2) virtual, c int);
  alter table virtual add constraint c_later not null c not valid;
  alter table virtual add constraint a_here not null a no inherit;
  alter table virtual add constraint unforced check (a > 7) not enforced;
  alter table virtual add constraint unforced_key foreign key (a) references spans not enforced;
  create table virtuals (k int, v int generated always as (k + 1) virtual) partition by list (k);
  create table virtuals_1 partition of virtuals for values in (1)`
