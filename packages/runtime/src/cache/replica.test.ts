import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedServer, startServer } from '../../../pgwright/src/postgres/index.ts'
import { followedSettings, startStandby } from '../../../pgwright/test/standby.ts'
import { type Cache, createCache } from './index.ts'

let primary: EmbeddedServer
let standby: EmbeddedServer
const pools: pg.Pool[] = []
const poolOf = (server: EmbeddedServer) => {
  const pool = new pg.Pool({ connectionString: server.url(), max: 3 })
  pool.on('error', () => {})
  pools.push(pool)
  return pool
}
beforeAll(async () => {
  primary = await startServer({ name: 'test-cache', settings: followedSettings })
  const pool = poolOf(primary)
  await pool.query('create table t as select 1 as id, 0 as v')
  standby = await startStandby(primary, { name: 'cache', slot: false })
}, 120_000)
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
  await standby?.stop()
  await primary?.stop()
})

const valueFrom = async (cache: Cache, pool: pg.Pool) =>
  (await cache.query<{ v: number }>({ text: 'select v from t', tags: ['t'], pool })).rows[0]?.v

test('does not keep what a replica reads that has not replayed the invalidated write', async () => {
  const [pool, replica] = [poolOf(primary), poolOf(standby)]
  const cache = createCache({ pool })
  const direct = async () => (await replica.query('select v from t').catch(() => null))?.rows[0]?.v
  await expect.poll(direct, { timeout: 20_000 }).toBe(0)
  await replica.query('select pg_wal_replay_pause()')
  await cache.write((client) => client.query('update t set v = 1'), { tags: ['t'] })
  expect([await valueFrom(cache, replica), cache.stats().entries]).toEqual([0, 0])
  expect(cache.stats().notKept.overtaken).toBe(1)
  await replica.query('select pg_wal_replay_resume()')
  await expect
    .poll(async () => [await valueFrom(cache, replica), cache.stats().entries], { timeout: 20_000 })
    .toEqual([1, 1])
  await cache.close()
})

test('drops everything where the WAL began anew: after a crash, and on another timeline', async () => {
  const [pool, replica] = [poolOf(primary), poolOf(standby)]
  const cache = createCache({ pool })
  const two = () => cache.get('two', async () => 2, { pool: replica })
  await valueFrom(cache, pool)
  // What a crash does to statistics, by which it is told.
  await pool.query(`select pg_stat_reset_shared('bgwriter')`)
  await cache.invalidate(['other'])
  expect(cache.stats().entries).toBe(0)
  await valueFrom(cache, pool)
  expect(cache.stats().entries).toBe(1)
  await replica.query('select pg_promote()')
  await two()
  expect(cache.stats().entries).toBe(0)
  await two()
  expect(cache.stats().entries).toBe(1)
  // The one that was left behind.
  await valueFrom(cache, pool)
  expect(cache.stats()).toMatchObject({ entries: 1, notKept: { overtaken: 2 } })
  await cache.close()
})
