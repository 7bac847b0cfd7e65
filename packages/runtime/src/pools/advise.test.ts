import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { createPools, healthListener } from './index.ts'
import { testPools } from './test/pools.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})

it('sizes the pool by what it measured, and says why', async () => {
  const { pool, advise } = testPools(database.url, { size: 20, applicationName: 'sized' })
  const early = await advise({ cores: 2 })
  expect(early).toMatchObject({ size: null, needed: null })
  expect(early.reasons.join(' ')).toMatch(/too few to say more/)
  await Promise.all(Array.from({ length: 300 }, () => pool.query('select pg_sleep(0.01)')))
  const advice = await advise({ cores: 2, instances: 3 })
  const { rows } = await pool.query(`select current_setting('max_connections')::int as max`)
  expect(advice.server.maxConnections).toBe(rows[0].max)
  expect(advice.measured.requests).toBeGreaterThanOrEqual(301)
  expect(advice.needed).toBeGreaterThanOrEqual(2)
  expect(advice.available).toBeLessThanOrEqual(rows[0].max - advice.server.reserved)
  expect(advice.reasons.join(' ')).toMatch(/busy at once.*wait for longer than/)
})

it('warns of more connections than the server has, counting what others hold', async () => {
  const { advise } = testPools(database.url, { mode: 'fleet', instances: 50, size: 10, applicationName: 'many' })
  const before = await advise()
  const other = await database.connect()
  const after = await advise()
  await other.end()
  expect(after.server.others).toBeGreaterThanOrEqual(1)
  expect(before.warnings.join(' ')).toMatch(/50 instances with 10 connections each take up to 500, and the server has/)
})

it('divides the connections of a fleet, and refuses what can’t be divided or would leak', () => {
  const url = database.url
  const fleet = createPools({ mode: 'fleet', connectionString: url, instances: 4, maxConnections: 90 })
  expect(fleet.status()).toMatchObject({ size: 22 })
  expect(createPools({ mode: 'serverless', connectionString: url }).status()).toMatchObject({ size: 1 })
  const refused = [
    { mode: 'fleet', instances: 200, maxConnections: 100 },
    { mode: 'pgbouncer', statementTimeoutMs: 100 },
    { mode: 'pgbouncer', routeInApplicationName: true },
    { mode: 'single', size: 1.5 },
    { mode: 'single', waitTimeoutMs: -1 },
    { mode: 'double' },
  ]
  for (const options of refused)
    expect(() => createPools({ connectionString: url, ...options } as never)).toThrow(
      expect.objectContaining({ name: 'RuntimeError', code: 'usage' }),
    )
})

it('is healthy while it is busy, and says so over HTTP', async () => {
  const pools = testPools(database.url, { size: 1 })
  await expect(pools.health()).resolves.toMatchObject({ ok: true, latencyMs: expect.any(Number), reason: null })
  const held = await pools.pool.connect()
  await expect(pools.health()).resolves.toMatchObject({ ok: true, latencyMs: null, reason: 'all connections in use' })
  held.release()
  const server = createServer(healthListener(pools)).listen(0)
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const healthy = await fetch(address)
  expect([healthy.status, await healthy.json()]).toEqual([200, expect.objectContaining({ ok: true })])
  await pools.drain()
  const closed = await fetch(address)
  expect([closed.status, await closed.json()]).toEqual([
    503,
    expect.objectContaining({ ok: false, reason: 'draining' }),
  ])
  server.close()
})

it('writes what Prometheus reads', async () => {
  const { pool, metrics } = testPools(database.url, { name: 'a "b"\n' })
  await pool.query('select 1')
  const lines = metrics().split('\n')
  expect(lines).toContain('# TYPE pgwright_pool_hold_seconds histogram')
  expect(lines).toContain('pgwright_pool_connects_total{pool="a \\"b\\"\\n"} 1')
  expect(lines).toContain('pgwright_pool_hold_seconds_bucket{pool="a \\"b\\"\\n",le="+Inf"} 1')
  for (const line of lines.slice(0, -1))
    expect(line).toMatch(/^(?:# (?:HELP|TYPE) pgwright_pool_\w+ .+|pgwright_pool_\w+\{[^\n]*\} [\d.e+-]+)$/)
})
