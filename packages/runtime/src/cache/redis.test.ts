import { Redis } from 'ioredis'
import pg from 'pg'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '../../../pgwright/test/database.ts'
import { type RedisServer, redisMissing, startRedis } from '../../test/redis.ts'
import { type Cache, type CacheOptions, createCache, type RedisClient } from './index.ts'

const reason = redisMissing === null ? '' : ` (skipped: ${redisMissing})`

const kinds = {
  redis: async (url: string): Promise<{ client: RedisClient; end(): void }> => {
    const client = createClient({ url, socket: { reconnectStrategy: 20 } })
    client.on('error', () => {})
    await client.connect()
    return { client, end: () => client.destroy() }
  },
  ioredis: async (url: string): Promise<{ client: RedisClient; end(): void }> => {
    const client = new Redis(url, { retryStrategy: () => 20 })
    client.on('error', () => {})
    return { client, end: () => client.disconnect() }
  },
}

function held<Value>() {
  let resolve: (value: Value) => void = () => {}
  const promise = new Promise<Value>((done) => {
    resolve = done
  })
  return { promise, resolve: (value: Value) => resolve(value) }
}

describe.skipIf(redisMissing !== null)(`the tier in Redis${reason}`, () => {
  let pool: pg.Pool
  let server: RedisServer
  const cleanups: (() => unknown)[] = []
  beforeAll(async () => {
    const schema =
      'create table t (id int primary key, v int not null); insert into t select i, 0 from generate_series(1, 9) i'
    const database = await createDatabase({ schema })
    pool = new pg.Pool({ connectionString: database.url, max: 10 })
    pool.on('error', () => {})
    server = await startRedis()
  })
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  })
  afterAll(async () => {
    await pool?.end()
    await server?.stop()
  })

  /** As in a process of its own: with connections of its own. */
  async function cacheOf(kind: keyof typeof kinds, name: string, more: Partial<CacheOptions> = {}): Promise<Cache> {
    const { client, end } = await kinds[kind](server.url)
    cleanups.push(end)
    const cache = createCache({
      pool,
      name,
      redis: { client, heartbeatMs: 50, commandTimeoutMs: 2000 },
      blindTtlMs: 0,
      ...more,
    })
    cleanups.push(() => cache.close())
    await cache.ready()
    return cache
  }
  const valueIn = async (cache: Cache, id: number) => {
    const query = { text: 'select v from t where id = $1', values: [id], tags: [`t:${id}`] }
    return (await cache.query<{ v: number }>(query)).rows[0]?.v
  }
  const write = (cache: Cache, id: number, v: number) =>
    cache.write((client) => client.query('update t set v = $2 where id = $1', [id, v]), { tags: [`t:${id}`] })

  for (const kind of ['redis', 'ioredis'] as const)
    test(`shares between processes what one has read, with every type as it was, through ${kind}`, async () => {
      const [one, two] = [await cacheOf(kind, `types-${kind}`), await cacheOf(kind, `types-${kind}`)]
      const text = `select 9223372036854775807::bigint as big, 1.10::numeric as n, 'NaN'::float8 as nan, true as b,
        '2025-01-01 00:00:00.123456'::timestamp::text as micro, '2025-06-01 12:00:00.5+02'::timestamptz as at,
        '\\x00ff'::bytea as bytes, '{"a": [1, "ü\\u2028"]}'::jsonb as j, array[[1, null], [3, 4]] as arrays, '[1,5)'::int4range as r,
        interval '1 mon 2 days' as i, null as nothing, 'a"''\\'::text as "odd ""name", point(1, 2) as p`
      const { rows } = await one.query({ text })
      const shared = await two.query({ text })
      expect(shared.rows).toEqual(rows)
      expect(rows).toEqual((await pool.query(text)).rows)
      expect(two.stats()).toMatchObject({ fills: 0, redisHits: 1 })
      const value = {
        big: 2n ** 70n,
        at: new Date(5),
        map: new Map([[1, new Set(['x'])]]),
        bytes: Buffer.from([0, 255]),
        no: undefined,
      }
      await one.get('value', async () => value)
      expect(await two.get('value', async () => null)).toEqual(value)
    })

  test('tells other processes what was written', async () => {
    const [one, two] = [await cacheOf('redis', 'told'), await cacheOf('ioredis', 'told')]
    for (let v = 1; v <= 20; v++) {
      await valueIn(two, 1)
      await write(one, 1, v)
      expect(await valueIn(one, 1)).toBe(v)
      await expect.poll(() => valueIn(two, 1), { interval: 1 }).toBe(v)
    }
  })

  test('lets one process fill for all', async () => {
    const caches = await Promise.all(Array.from({ length: 4 }, () => cacheOf('redis', 'flight')))
    let fills = 0
    const fill = async (client: pg.PoolClient) => {
      fills++
      await client.query('select pg_sleep(0.2)')
      return 'value'
    }
    const values = await Promise.all(caches.flatMap((cache) => [cache.get('k', fill), cache.get('k', fill)]))
    expect(values).toEqual(Array(8).fill('value'))
    expect(fills).toBe(1)
  })

  test('goes to the database where the process that fills does not come to an end', async () => {
    const { client, end } = await kinds.redis(server.url)
    cleanups.push(end)
    const patient = { client, waitMs: 50, heartbeatMs: 50, commandTimeoutMs: 2000 }
    const [one, two] = [await cacheOf('redis', 'bound'), await cacheOf('redis', 'bound', { redis: patient })]
    const { promise, resolve: release } = held<string>()
    const never = one.get('k', () => promise)
    await expect.poll(() => one.stats().fills).toBe(1)
    expect(await two.get('k', async () => 'own')).toBe('own')
    release('late')
    expect(await never).toBe('late')
  })

  test('does not keep a fill that another process has overtaken', async () => {
    const [one, two] = [await cacheOf('redis', 'race'), await cacheOf('ioredis', 'race')]
    const { promise, resolve: release } = held<void>()
    const options = { tags: ['t:2'] }
    const slow = one.get(
      'k',
      async (client) => {
        const { rows } = await client.query('select v from t where id = 2')
        await promise
        return rows[0].v as number
      },
      options,
    )
    await expect.poll(() => one.stats().fills).toBe(1)
    await pool.query('select pg_sleep(0.05)')
    await write(two, 2, 22)
    release()
    expect(await slow).toBe(0)
    for (const cache of [one, two]) expect(await cache.get('k', async () => 22, options)).toBe(22)
    expect(one.stats().notKept.overtaken).toBe(1)
  })

  test('is not stale after Redis was flushed, killed, or silent, and returns by itself', async () => {
    const [one, two] = [await cacheOf('redis', 'faults'), await cacheOf('ioredis', 'faults')]
    const both = async (state: string) => {
      await expect.poll(() => one.stats().redis, { timeout: 20_000 }).toBe(state)
      await expect.poll(() => two.stats().redis, { timeout: 20_000 }).toBe(state)
    }
    const written = async (v: number) => {
      await Promise.all([valueIn(one, 3), valueIn(two, 3)])
      await write(one, 3, v)
      expect(await valueIn(one, 3)).toBe(v)
      await expect.poll(() => valueIn(two, 3), { interval: 5, timeout: 20_000 }).toBe(v)
    }
    await written(1)
    await server.flush()
    await written(2)
    await both('up')
    await valueIn(two, 3)
    await server.kill()
    await both('away')
    await written(3)
    expect(await valueIn(two, 3)).toBe(3)
    await server.start()
    await both('up')
    await written(4)
    server.pause()
    await both('away')
    await written(5)
    server.resume()
    await both('up')
    await written(6)
  }, 120_000)

  test('gives nothing of before where Redis came back with an old file, or lost a tag', async () => {
    const [one, two] = [await cacheOf('redis', 'evicted'), await cacheOf('redis', 'evicted')]
    await valueIn(one, 4)
    const redis = new Redis(server.url)
    cleanups.push(() => redis.disconnect())
    await redis.del(await redis.keys('{pgwright:evicted}:t:*'))
    await valueIn(two, 4)
    expect(two.stats()).toMatchObject({ redisHits: 0, fills: 1 })
    // The same values and tags under another run of the server.
    await redis.hset('{pgwright:evicted}', 'r', 'another')
    const three = await cacheOf('redis', 'evicted')
    await valueIn(three, 4)
    expect(three.stats()).toMatchObject({ redisHits: 0, fills: 1 })
  })
})
