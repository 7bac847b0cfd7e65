import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../../pgwright/test/database.ts'
import { type Cache, createCache, dropInvalidationTriggers, invalidationTriggers } from '../index.ts'

let database: TestDatabase
let pool: pg.Pool
const open: Cache[] = []
beforeAll(async () => {
  const schema = `
    create schema "S 1";
    create table "S 1"."Order's" ("Id" text primary key, v int);
    create table keyless (v int);
    create table child (order_id text references "S 1"."Order's" on delete cascade)`
  database = await createDatabase({ schema })
  pool = new pg.Pool({ connectionString: database.url, max: 5 })
  pool.on('error', () => {})
  for (const sql of [
    invalidationTriggers({ schema: 'S 1', table: "Order's" }, { tag: "or'ders", key: 'Id' }),
    invalidationTriggers({ schema: 'public', table: 'keyless' }),
    invalidationTriggers({ schema: 'public', table: 'child' }, { key: 'order_id' }),
  ]) {
    await database.client.query(sql)
    await database.client.query(sql)
  }
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((cache) => cache.close()))
})
afterAll(() => pool.end())

async function listening(): Promise<Cache> {
  const cache = createCache({ pool, blindTtlMs: 0 })
  open.push(cache)
  await cache.listen({ checkMs: 100 })
  return cache
}

test('tells what each statement changed when its transaction commits', async () => {
  const client = await database.connect()
  const heard: string[][] = []
  client.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '')))
  await client.query('listen pgwright_cache')
  const told = async (sql: string) => {
    heard.length = 0
    await database.client.query(sql)
    await client.query('select 1')
    return heard.map((tags) => tags.sort()).sort()
  }
  const table = `"S 1"."Order's"`
  expect(await told(`insert into ${table} values ('a', 1), ('b', 2), (':*"ü', 3)`)).toEqual([
    ["or'ders", `or'ders::*"ü`, "or'ders:a", "or'ders:b"],
  ])
  expect(await told(`update ${table} set "Id" = 'c' where "Id" = 'b'`)).toEqual([["or'ders", "or'ders:b", "or'ders:c"]])
  expect(await told(`update ${table} set v = 0 where false`)).toEqual([])
  expect(await told(`insert into ${table} select i::text from generate_series(1, 100) i`)).toHaveLength(1)
  expect(await told(`update ${table} set v = 0`)).toEqual([["or'ders", "or'ders:*"]])
  expect(await told(`insert into ${table} values (repeat('x', 8000))`)).toEqual([["or'ders", "or'ders:*"]])
  expect(await told(`insert into child values ('a'), (null)`)).toEqual([['child', 'child:a']])
  expect(await told(`delete from ${table} where "Id" = 'a'`)).toEqual([
    ['child', 'child:a'],
    ["or'ders", "or'ders:a"],
  ])
  expect(await told('insert into child values (null)')).toEqual([['child']])
  expect(await told(`truncate ${table} cascade`)).toEqual([
    ['child', 'child:*'],
    ["or'ders", "or'ders:*"],
  ])
  expect(await told('insert into keyless values (1)')).toEqual([['keyless', 'keyless:*']])
  expect(await told('update keyless set v = 2 where false')).toEqual([])
  expect(await told('begin; insert into keyless values (1); rollback')).toEqual([])
  await database.client.query(dropInvalidationTriggers({ schema: 'public', table: 'keyless' }))
  expect(await told('insert into keyless values (1)')).toEqual([])
  await client.end()
})

test('drops what others changed, and keeps what is read after that', async () => {
  const cache = await listening()
  await database.client.query(`insert into "S 1"."Order's" values ('n', 0) on conflict do nothing`)
  const get = async () => {
    const query = { text: `select v from "S 1"."Order's" where "Id" = 'n'`, tags: ["or'ders:n"] }
    return (await cache.query<{ v: number }>(query)).rows[0]?.v
  }
  for (let v = 1; v <= 20; v++) {
    await get()
    await database.client.query(`update "S 1"."Order's" set v = ${v} where "Id" = 'n'`)
    await expect.poll(get, { interval: 1 }).toBe(v)
  }
  const { fills } = cache.stats()
  const { hits } = cache.stats()
  for (let i = 0; i < 10; i++) await get()
  expect(cache.stats().hits - hits + cache.stats().fills - fills).toBe(10)
  expect(cache.stats().fills - fills).toBeLessThanOrEqual(1)
})

test('drops everything after a gap, and gives nothing from memory within it', async () => {
  const cache = await listening()
  let calls = 0
  const get = () => cache.get('k', async () => ++calls, { tags: ['t'] })
  expect([await get(), await get()]).toEqual([1, 1])
  const { rowCount } = await database.client.query(
    `select pg_terminate_backend(pid, 10000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  )
  expect(rowCount).toBeGreaterThan(0)
  await expect.poll(get, { interval: 5 }).toBeGreaterThan(1)
  await expect.poll(() => cache.stats().listening, { timeout: 20_000 }).toBe('yes')
  const before = await get()
  expect(await get()).toBe(before)
  await database.client.query(`notify pgwright_cache, 'what is this?'`)
  await expect.poll(get, { interval: 5 }).toBe(before + 1)
})
