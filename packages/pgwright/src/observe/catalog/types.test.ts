import { expect, test } from 'vitest'
import { openZoo } from '../testing/zoo.ts'

const typesSql = `
  create function "S 1".positive(int) returns bool immutable language sql return $1 > 0;
  create type "S 1"."Mood ""x" as enum ('a''b', 'Ünï', 'ok');
  create domain "S 1".share as numeric(5, 4) default 0.5 not null constraint "In 0..1" check (value between 0 and 1)
    constraint positive check (value >= 0);
  create domain "S 1".code as text collate "C" check (value <> '');
  create type "S 1"."select" as ("a b" int, "C" text collate "C", share "S 1".share);
  create type "S 1".floats as range (subtype = float8, subtype_diff = float8mi);
  create type "S 1".codes as range (subtype = text, collation = "C", multirange_type_name = "S 1"."Many codes");
  create function "S 1".plus(a int, b text default 'x''y') returns int language plpgsql as $x$ begin return a; end $x$;
  create procedure "S 1"."Do it"(inout a int) language sql as 'select 1';
  create aggregate "S 1"."Sum up"(int) (sfunc = int4pl, stype = int)`

const source = await openZoo(typesSql)
const copy = await openZoo()

test('types and functions can be made again from their definitions', async () => {
  const { types, functions } = await source.observe()
  expect(types.map(({ name }) => name)).toEqual(['Mood "x', 'share', 'code', 'select', 'floats', 'codes'])
  expect(functions.map(({ name }) => name)).toEqual(['positive', 'plus', 'Do it', 'Sum up'])
  for (const { definition } of [...types, ...functions]) await copy.client.query(definition)
  const again = await copy.observe()
  expect(again.types).toEqual(types)
  expect(again.functions).toEqual(functions)
})

test('what a snapshot has no place for is listed as a gap', async () => {
  await source.client.query(`create text search parser "S 1".raw
    (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype)`)
  const { gaps } = await source.observe()
  expect(gaps.map(({ object }) => object)).toContain('text search parser "S 1"."raw"')
  await source.client.query('drop text search parser "S 1".raw')
})

test('types that no definition makes again are named, with the extension that they belong to', async () => {
  await source.client.query(`create type "S 1".raw;
    create function "S 1".raw_in(cstring) returns "S 1".raw language internal immutable strict as 'textin';
    create function "S 1".raw_out("S 1".raw) returns cstring language internal immutable strict as 'textout';
    create type "S 1".raw (input = "S 1".raw_in, output = "S 1".raw_out, collatable = true);
    create type "S 1".shell;
    create extension cube schema "S 1";
    create extension earthdistance schema "S 1"`)
  const { opaqueTypes, types } = await source.observe()
  await source.client.query('drop extension cube cascade; drop type "S 1".raw cascade; drop type "S 1".shell')
  expect(opaqueTypes).toEqual([
    { schema: 'S 1', name: 'raw', extension: null, collatable: true },
    { schema: 'S 1', name: 'cube', extension: 'cube', collatable: false },
    { schema: 'S 1', name: 'earth', extension: 'earthdistance', collatable: false },
  ])
  expect(types.map(({ name }) => name)).not.toContain('earth')
})

test('a function whose body reads a locked table is left out and told', async () => {
  await source.client.query(`create table "S 1".t (id int);
    create function "S 1".counted() returns bigint language sql begin atomic select count(*) from "S 1".t; end`)
  const other = await source.connect()
  await other.query('begin; lock table "S 1".t in access exclusive mode')
  const { functions, gaps } = await source.observe()
  await other.query('rollback')
  expect(functions.map(({ name }) => name)).not.toContain('counted')
  expect(gaps.map(({ object }) => object)).toContain('function "S 1"."counted"')
})
