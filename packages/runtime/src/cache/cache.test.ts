import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { withScope } from '../scope/index.ts'
import { type Cache, type CacheOptions, createCache } from './index.ts'

const schema = `
  create table "Order" (id int primary key, version bigint not null, at timestamptz not null default '2025-01-01');
  insert into "Order" select i, 0 from generate_series(1, 10) i`

let database: TestDatabase
let pool: pg.Pool
const open: Cache[] = []
beforeAll(async () => {
  database = await createDatabase({ schema })
  pool = new pg.Pool({ connectionString: database.url, max: 5 })
  pool.on('error', () => {})
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((cache) => cache.close()))
})
afterAll(() => pool.end())

function cacheWith(options: Partial<CacheOptions> = {}): Cache {
  const cache = createCache({ pool, ...options })
  open.push(cache)
  return cache
}

const versionOf = (id: number) => ({
  text: 'select version from "Order" where id = $1',
  values: [id],
  tags: ['orders', `orders:${id}`],
})
const read = async (cache: Cache, id: number) =>
  (await cache.query<{ version: string }>(versionOf(id))).rows[0]?.version

test('asks the database once for a statement with its values', async () => {
  const cache = cacheWith()
  expect(await cache.query(versionOf(1))).toEqual({ rows: [{ version: '0' }], rowCount: 1 })
  expect(await read(cache, 1)).toBe('0')
  expect(await read(cache, 2)).toBe('0')
  expect(cache.stats()).toMatchObject({ hits: 1, fills: 2, entries: 2 })
})

test('gives what was written as soon as the write is done', async () => {
  const cache = cacheWith()
  for (let round = 1; round <= 20; round++) {
    await read(cache, 3)
    await cache.write(
      async (client, invalidates) => {
        await client.query('update "Order" set version = $1 where id = 3', [round])
        invalidates(['orders:3'])
      },
      { tags: ['orders'] },
    )
    expect(await read(cache, 3)).toBe(String(round))
    // A server at rest: its WAL stands still but for what the cache writes itself, and the fill is kept nevertheless.
    expect(await read(cache, 3)).toBe(String(round))
  }
  expect(cache.stats()).toMatchObject({ fills: 21, notKept: { overtaken: 0, unordered: 0 } })
})

test('does not keep what was read before an invalidation that came first', async () => {
  const cache = cacheWith()
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const options = { tags: ['orders:4'] }
  const slow = cache.get(
    'slow',
    async (client) => {
      const { rows } = await client.query('select version from "Order" where id = 4')
      await held
      return rows[0].version
    },
    options,
  )
  await pool.query('select pg_sleep(0.05)')
  await cache.write((client) => client.query('update "Order" set version = 44 where id = 4'), { tags: ['orders:4'] })
  const later = cache.get(
    'slow',
    async (client) => (await client.query('select version from "Order" where id = 4')).rows[0].version,
    options,
  )
  expect(await later).toBe('44')
  release()
  expect(await slow).toBe('0')
  expect(await cache.get('slow', async () => 'not asked', options)).toBe('44')
  expect(cache.stats().notKept.overtaken).toBe(1)
})

test('keeps nothing that was read in a transaction with an older snapshot or with writes of its own', async () => {
  for (const [begin, first] of [
    ['begin isolation level repeatable read', 'select version from "Order" where id = 5'],
    ['begin', 'update "Order" set version = 55 where id = 5'],
  ] as const) {
    const client = await pool.connect()
    await client.query(begin)
    await client.query(first)
    const cache = cacheWith({ runAs: (_tenant, work) => work(client) })
    const query = { ...versionOf(5), tenant: 'a' }
    await cache.query(query)
    await client.query('rollback')
    client.release()
    expect(cache.stats()).toMatchObject({ entries: 0, notKept: { unordered: 1 } })
  }
})

test('drops by row, by table, by all of a table and by tenant', async () => {
  const cache = cacheWith()
  const fill = async () => 1
  const kept = async () => {
    const { hits } = cache.stats()
    await cache.get('list', fill, { tags: ['t'], tenant: 'a' })
    await cache.get('row', fill, { tags: ['t:1'], tenant: 'b' })
    await cache.get('other', fill, { tags: ['u:1'], tenant: 'b' })
    return cache.stats().hits - hits
  }
  await kept()
  for (const [tags, left] of [
    [['t'], 2],
    [['t:1'], 2],
    [['t:2'], 3],
    [['t:*'], 1],
    [['tenant:b'], 1],
    [['u', 't'], 2],
  ] as const) {
    await cache.invalidate(tags)
    expect([tags, await kept()]).toEqual([tags, left])
  }
})

test('never finds the entry of another tenant', async () => {
  const cache = cacheWith({ tenancy: 'bound' })
  const get = (tenant: string | number) => cache.get('key', async () => `of ${tenant}`, { tenant })
  expect([await get('a'), await get('b'), await get(7), await get('a')]).toEqual(['of a', 'of b', 'of 7', 'of a'])
  await withScope(null, async (scope) => {
    scope.values.set(Symbol.for('pgwright.tenant'), 'b')
    expect(await cache.get('key', async () => 'new')).toBe('of b')
  })
  await expect(cache.get('key', async () => 'open')).rejects.toMatchObject({ code: 'no-tenant' })
  await expect(cache.get('key', async () => 'open', { tenant: '' })).rejects.toMatchObject({ code: 'usage' })
  await expect(cache.get('key', async () => 'open', { tenant: null as never })).rejects.toMatchObject({
    code: 'no-tenant',
  })
  await expect(cacheWith({ tenancy: 'shared' }).get('key', async () => 1, { tenant: 'a' })).rejects.toMatchObject({
    code: 'usage',
  })
})

test('shares one fill among all who wait, and its error too, which is not kept', async () => {
  const cache = cacheWith()
  let calls = 0
  const fail = async () => {
    calls++
    throw new Error('no')
  }
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => cache.get('fails', fail)))
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
  expect(calls).toBe(1)
  expect(await cache.get('fails', async () => 'well')).toBe('well')
  expect(await Promise.all(Array.from({ length: 20 }, () => cache.get('once', async () => ++calls)))).toEqual(
    Array(20).fill(2),
  )
})

test('lets nobody change what others get', async () => {
  const cache = cacheWith()
  const query = {
    text: `select 1 as n, '{"a": [1]}'::jsonb as j, '2025-01-01'::timestamptz as at, '\\x01'::bytea as b, interval '1 day' as i`,
  }
  type Row = { n: number; j: { a: number[] }; at: Date; b: Buffer; i: object }
  const first = await cache.query<Row>(query)
  const { rows: direct } = await pool.query<Row>(query.text)
  expect(first.rows).toEqual(direct)
  first.rows[0]?.at.setFullYear(1999)
  first.rows[0]?.b.fill(9)
  if (first.rows[0]) Object.assign(first.rows[0].i, { days: 9 })
  expect((await cache.query(query)).rows).toEqual(direct)
  const plain = await cache.query<{ j: { a: number[] } }>({ text: `select '{"a": [1]}'::jsonb as j` })
  expect(() => plain.rows[0]?.j.a.push(2)).toThrow(TypeError)
  const value = await cache.get('map', async () => ({ map: new Map([['k', new Date(0)]]) }))
  value.map.get('k')?.setTime(5)
  expect((await cache.get('map', async () => value)).map.get('k')).toEqual(new Date(0))
  for (const odd of [() => 1, new (class Odd {})(), Promise.resolve(1)])
    await expect(cache.get('odd', async () => ({ odd }))).rejects.toMatchObject({ code: 'usage' })
})

test('keeps the most recently used within its bounds', async () => {
  const cache = cacheWith({ memory: { maxEntries: 3, maxBytes: 100_000 } })
  const get = (key: string, value: unknown = key) => cache.get(key, async () => value)
  for (const key of ['a', 'b', 'c', 'a', 'd']) await get(key)
  const { fills } = cache.stats()
  await get('a')
  expect(cache.stats().fills).toBe(fills)
  await get('b')
  expect(cache.stats()).toMatchObject({ fills: fills + 1, entries: 3, evicted: 2 })
  await get('large', 'x'.repeat(49_800))
  expect(cache.stats()).toMatchObject({ entries: 1 })
  expect(cache.stats().bytes).toBeLessThan(100_000)
})

test('gives a stale value at once while it is filled anew, but never after an invalidation', async () => {
  const cache = cacheWith()
  let calls = 0
  const get = () => cache.get('swr', async () => ++calls, { ttlMs: 1, staleMs: 60_000, tags: ['swr'] })
  expect(await get()).toBe(1)
  await pool.query('select pg_sleep(0.01)')
  expect(await get()).toBe(1)
  await expect.poll(() => calls).toBe(2)
  await cache.invalidate(['swr'])
  expect(await get()).toBe(3)
})

test('keeps what is not there for a time of its own', async () => {
  const cache = cacheWith()
  const none = { text: 'select 1 where false', negativeTtlMs: 0 }
  await cache.query(none)
  await cache.query(none)
  expect(cache.stats().fills).toBe(2)
  await cache.query({ ...none, negativeTtlMs: 60_000 })
  await cache.query(none)
  expect(cache.stats().fills).toBe(3)
})

test('invalidates although COMMIT came to no answer, and not where the transaction was rolled back', async () => {
  const cache = cacheWith()
  await read(cache, 6)
  const caught = cache.write(async (client) => void (await client.query('select 1/0').catch(() => {})), {
    tags: ['orders'],
  })
  await expect(caught).rejects.toMatchObject({ code: 'usage' })
  expect(cache.stats()).toMatchObject({ invalidations: 0, entries: 1 })
  const cut = cache.write(
    async (client) => {
      const { rows } = await client.query('select pg_backend_pid() as pid')
      await database.client.query('select pg_terminate_backend($1, 10000)', [rows[0].pid])
    },
    { tags: ['orders'] },
  )
  await expect(cut).rejects.toThrow()
  expect(cache.stats()).toMatchObject({ invalidations: 1, entries: 0 })
})

test('takes a position that was read after COMMIT', async () => {
  const cache = cacheWith()
  await read(cache, 7)
  await pool.query('update "Order" set version = 7 where id = 7')
  const { rows } = await pool.query('select pg_current_wal_insert_lsn()::text as lsn')
  await cache.invalidate(['orders:7'], { lsn: rows[0].lsn })
  expect(await read(cache, 7)).toBe('7')
  await expect(cache.invalidate(['orders'], { lsn: 'later' })).rejects.toMatchObject({ code: 'usage' })
  await expect(cache.invalidate([''])).rejects.toMatchObject({ code: 'usage' })
})

test('keeps nothing by tags whose invalidation has no position while the server is away, and then goes on', async () => {
  const broken = new pg.Pool({ connectionString: database.url, max: 5 })
  broken.on('error', () => {})
  const cache = cacheWith({ pool: broken })
  await read(cache, 8)
  const { connect } = broken
  broken.connect = (async () => {
    throw new Error('away')
  }) as never
  await expect(cache.invalidate(['orders:8'])).rejects.toMatchObject({ code: 'unavailable' })
  expect(cache.stats().entries).toBe(0)
  broken.connect = connect
  await read(cache, 8)
  expect(cache.stats()).toMatchObject({ entries: 0, notKept: { overtaken: 1 } })
  await expect.poll(() => cache.stats().invalidations, { timeout: 20_000 }).toBe(1)
  await read(cache, 8)
  expect(cache.stats().entries).toBe(1)
  await broken.end()
})
