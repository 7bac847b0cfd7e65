import type pg from 'pg'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { type Effects, openEffects, type StatementEffects } from './effects.ts'

let worker: pg.Client
let effects: Effects

beforeAll(async () => {
  const database = await createDatabase({
    schema: `create schema shop;
      create table shop."Order" (id int primary key, total int, note text);
      create index "by total" on shop."Order" (total);
      insert into shop."Order" select i, i % 7 from generate_series(1, 100) as i;
      create table shop.line (id int primary key, order_id int);
      insert into shop.line select i, i from generate_series(1, 100) as i;
      create table plain (a int)`,
  })
  worker = await database.connect()
  effects = await openEffects(database.client, worker)
  return () => worker.end()
})

afterEach(() => worker.query('rollback'))

/** Of the last of several statements of one transaction. */
async function effectsOf(...statements: string[]): Promise<StatementEffects> {
  await worker.query('begin')
  const before = statements.slice(0, -1)
  for (const sql of before) await worker.query(sql)
  await effects.before()
  await worker.query(statements.at(-1) ?? '')
  return effects.after()
}

test('a type change locks, scans and rewrites', async () => {
  const { locks, rewrites, scans } = await effectsOf('alter table shop."Order" alter total type bigint')
  expect(locks).toEqual([{ relation: 'shop."Order"', mode: 'ACCESS EXCLUSIVE' }])
  expect(rewrites).toEqual(['shop."Order"'])
  expect(scans).toEqual(['shop."Order"'])
})

test('a check that is not validated scans nothing, and its validation scans under a weak lock', async () => {
  const add = 'alter table shop."Order" add constraint positive check (total >= 0) not valid'
  expect(await effectsOf(add)).toMatchObject({ rewrites: [], scans: [], writes: [] })
  const { locks, held, scans } = await effectsOf('alter table shop."Order" validate constraint positive')
  expect(locks).toEqual([{ relation: 'shop."Order"', mode: 'SHARE UPDATE EXCLUSIVE' }])
  expect(held).toEqual([{ relation: 'shop."Order"', mode: 'ACCESS EXCLUSIVE' }])
  expect(scans).toEqual(['shop."Order"'])
})

test('a foreign key locks and scans both tables', async () => {
  const { locks, scans } = await effectsOf('alter table shop.line add foreign key (order_id) references shop."Order"')
  expect(locks).toEqual([
    { relation: 'shop."Order"', mode: 'SHARE ROW EXCLUSIVE' },
    { relation: 'shop.line', mode: 'SHARE ROW EXCLUSIVE' },
  ])
  expect(scans).toContain('shop.line')
})

test('what the transaction made itself blocks nobody', async () => {
  const effect = await effectsOf(
    'create table fresh (a int); insert into fresh values (1)',
    'alter table fresh alter a type text',
  )
  expect(effect).toEqual({ locks: [], held: [], rewrites: [], scans: [], writes: [] })
})

test('a renamed and a dropped table are told by the name that others see', async () => {
  const renamed = await effectsOf(
    'alter table shop."Order" rename to orders',
    'alter table shop.orders alter id type bigint',
  )
  expect(renamed.rewrites).toEqual(['shop."Order"'])
  await worker.query('rollback')
  const dropped = await effectsOf('drop table plain')
  expect(dropped.locks).toEqual([{ relation: 'public.plain', mode: 'ACCESS EXCLUSIVE' }])
})

test('a second rewrite is told of as the first was, and none where there was none', async () => {
  const first = 'alter table shop."Order" alter id type bigint'
  const none = await effectsOf(first, 'alter table shop."Order" alter total set default 1')
  expect(none.rewrites).toEqual([])
  await worker.query('rollback')
  const second = await effectsOf(first, 'alter table shop."Order" alter total type bigint')
  expect(second.rewrites).toEqual(['shop."Order"'])
})

test("an index is told of where its lock blocks more than its table's", async () => {
  const reindexed = await effectsOf('reindex index shop."by total"')
  expect(reindexed.locks).toEqual([
    { relation: 'shop."Order"', mode: 'SHARE' },
    { relation: 'shop."by total"', mode: 'ACCESS EXCLUSIVE' },
  ])
  await worker.query('rollback')
  const dropped = await effectsOf('drop index shop."by total"')
  expect(dropped.locks).toEqual([{ relation: 'shop."Order"', mode: 'ACCESS EXCLUSIVE' }])
})

test("temporary tables are nobody else's, and catalogs are left out", async () => {
  await worker.query('create temporary table mine (a int)')
  expect(await effectsOf('alter table mine add b int; select count(*) from pg_class')).toMatchObject({
    locks: [],
    held: [],
  })
})
