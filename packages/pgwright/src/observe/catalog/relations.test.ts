import { expect, test } from 'vitest'
import type { Relation } from '../../model/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { longestName, openZoo } from '../testing/zoo.ts'

const relationsSql = `
  create extension citext;
  create type "S 1"."Mood ""x" as enum ('a''b', 'ok');
  create sequence "S 1"."Seq x";
  create table "S 1"."Order" (
    id bigint generated always as identity primary key,
    "user" text collate "C" not null,
    mood "S 1"."Mood ""x",
    name public.citext,
    "select" numeric(10, 2) default 1.5,
    twice int generated always as (1 + 1) stored,
    counter bigint default nextval('"S 1"."Seq x"')
  ) with (fillfactor = 80);
  alter table "S 1"."Order" alter column mood set (n_distinct = 3);
  create table "S 1".${quoteIdentifier(longestName)} (a int);
  create unlogged table "S 1".unlogged (a int);
  create table "S 1".part (k int primary key, v text) partition by range (k);
  create table "S 1".part_1 partition of "S 1".part for values from (0) to (10);
  create table "S 1".child (extra int) inherits ("S 1"."Order");
  create view "S 1"."V w" as select o.id from "S 1"."Order" o;
  create materialized view "S 1".counted as select count(*) from "S 1"."V w";
  create extension file_fdw;
  create server files foreign data wrapper file_fdw;
  create foreign table "S 1".lines (line text) server files options (filename '/dev/null');
  create schema pgwright;
  create table pgwright.run (id int);
  create temporary table gone (id int);
  insert into "S 1"."Order" ("user", mood) select 'u' || i, 'ok' from generate_series(1, 1000) as i`

const zoo = await openZoo(relationsSql)
await zoo.client.query('vacuum (analyze) "S 1"."Order"')
const snapshot = await zoo.observe()

function relation(name: string): Relation {
  const found = snapshot.relations.find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`${name} was not observed`)
  return found
}

test('every kind of relation is observed under its exact name', () => {
  expect(snapshot.relations.map(({ schema, name, kind }) => [schema, name, kind])).toEqual([
    ['S 1', 'Order', 'table'],
    ['S 1', longestName, 'table'],
    ['S 1', 'unlogged', 'table'],
    ['S 1', 'part', 'partitioned'],
    ['S 1', 'part_1', 'table'],
    ['S 1', 'child', 'table'],
    ['S 1', 'V w', 'view'],
    ['S 1', 'counted', 'matview'],
    ['S 1', 'lines', 'foreign'],
  ])
})

test('objects of extensions, temporary tables and our own journal are no part of a snapshot', () => {
  expect(snapshot.schemas).toEqual(['S 1', 'public'])
  expect(snapshot.functions).toEqual([])
  expect(snapshot.extensions.map(({ name }) => name)).toContain('citext')
})

test('columns carry all that is needed to make them again', () => {
  const plain = {
    notNull: false,
    default: null,
    identity: '',
    generated: '',
    collation: null,
    inherited: false,
    options: [],
  }
  expect(relation('Order').columns).toEqual([
    { ...plain, name: 'id', type: 'bigint', notNull: true, identity: 'a' },
    { ...plain, name: 'user', type: 'text', notNull: true, collation: 'pg_catalog."C"' },
    { ...plain, name: 'mood', type: '"S 1"."Mood ""x"', options: ['n_distinct=3'] },
    { ...plain, name: 'name', type: 'public.citext' },
    { ...plain, name: 'select', type: 'numeric(10,2)', default: '1.5' },
    { ...plain, name: 'twice', type: 'integer', generated: 's', default: '(1 + 1)' },
    { ...plain, name: 'counter', type: 'bigint', default: `nextval('"S 1"."Seq x"'::regclass)` },
  ])
  const options = 'increment by 1 minvalue 1 maxvalue 9223372036854775807 start with 1 cache 1 no cycle'
  const column = { schema: 'S 1', table: 'Order', name: 'id', identity: true }
  expect(snapshot.sequences).toEqual([
    { schema: 'S 1', name: 'Order_id_seq', type: 'bigint', options, column },
    { schema: 'S 1', name: 'Seq x', type: 'bigint', options, column: null },
  ])
})

test("sizes are the catalog's and the file's", async () => {
  const { rows } = await zoo.client.query(
    `select relpages, reltuples, relallvisible, pg_relation_size(oid)::int / 8192 as blocks
     from pg_class where oid = '"S 1"."Order"'::regclass`,
  )
  const { relpages, reltuples, relallvisible, blocks } = rows[0]
  expect(relation('Order').size).toMatchObject({
    pages: relpages,
    tuples: reltuples,
    allVisiblePages: relallvisible,
    blocks,
  })
  expect(blocks).toBeGreaterThan(0)
})

test('partitions, children and views say what they belong to', () => {
  expect(relation('part')).toMatchObject({ partitionKey: 'RANGE (k)', partitionBound: null, activity: null })
  expect(relation('part_1')).toMatchObject({
    partitionBound: 'FOR VALUES FROM (0) TO (10)',
    parents: [{ schema: 'S 1', name: 'part' }],
  })
  expect(relation('child').parents).toEqual([{ schema: 'S 1', name: 'Order' }])
  expect(relation('child').columns.at(0)?.inherited).toBe(true)
  expect(relation('V w').query).toContain('FROM "S 1"."Order" o')
  expect(relation('unlogged').persistence).toBe('u')
  expect(relation('Order')).toMatchObject({ options: ['fillfactor=80'], owner: 'postgres', rowSecurity: false })
})

test('a view that was replaced by one over a younger table comes after that table', async () => {
  await zoo.client.query(`create view "S 1".early as select 1 as id; create table "S 1".late (id int);
    create or replace view "S 1".early as select id from "S 1".late`)
  const names = (await zoo.observe()).relations.map(({ name }) => name)
  expect(names.indexOf('late')).toBeLessThan(names.indexOf('early'))
  await zoo.client.query('drop table "S 1".late cascade')
})

test('a foreign table says where it is, and a wrapper that a twin has not is a gap', () => {
  expect(relation('lines').foreign).toEqual({ server: 'files', options: [] })
  expect(snapshot.foreignServers).toEqual([{ name: 'files', wrapper: 'file_fdw', options: [] }])
  expect(snapshot.gaps).toContainEqual(expect.objectContaining({ object: 'server "files"' }))
})

test('a table that is locked is left out with what needs it, and all else is observed', async () => {
  const other = await zoo.connect()
  await other.query('begin; lock table "S 1".part in access exclusive mode')
  const { relations, gaps } = await zoo.observe()
  await other.query('rollback')
  const names = relations.map(({ name }) => name)
  expect(names).not.toContain('part')
  expect(names).not.toContain('part_1')
  expect(names).toContain('Order')
  expect(gaps).toContainEqual(expect.objectContaining({ object: '"S 1"."part"' }))
  expect(gaps).toContainEqual(expect.objectContaining({ object: '"S 1"."part_1"' }))
})
