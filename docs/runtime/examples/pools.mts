import assert from 'node:assert/strict'
import { createPools } from '@pgwright/runtime/pools'

const pools = createPools({
  mode: 'fleet',
  instances: 4,
  maxConnections: 80,
  connectionString: process.env.DATABASE_URL,
  applicationName: 'shop',
  waitTimeoutMs: 2_000,
  statementTimeoutMs: 5_000,
  preparedStatements: 100,
  leakAfterMs: 10_000,
  onLeak: ({ site, route, heldMs }) => console.warn({ site, route, heldMs }),
})

// A pg.Pool like any other.
await Promise.all(Array.from({ length: 200 }, () => pools.pool.query('select pg_sleep(0.002)')))
const client = await pools.pool.connect()
try {
  await client.query('begin')
  await client.query('select 1')
  await client.query('commit')
} finally {
  client.release()
}

const { size, inUse, waiting, hold } = pools.status()
assert.deepEqual([size, inUse, waiting, hold.count], [20, 0, 0, 201])
assert.equal((await pools.health()).ok, true)
assert.match(pools.metrics(), /pgwright_pool_hold_seconds_count\{pool="main"\} 202/)

const advice = await pools.advise({ cores: 8 })
for (const line of [...advice.reasons, ...advice.warnings]) console.log(line)

await pools.drain({ withinMs: 5_000 })
