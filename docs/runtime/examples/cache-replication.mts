// DATABASE_URL=postgres://… npx tsx cache-replication.mts, of a server with wal_level = logical and a role that replicates.
import { createCache, invalidationPublication } from '@pgwright/runtime/cache'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
await pool.query('create table if not exists orders (id int primary key, total numeric not null)')
await pool.query('insert into orders values (7, 12.50) on conflict (id) do update set total = 12.50')
// In an application this is a migration. The table itself is left as it is.
const { rowCount } = await pool.query(`select from pg_publication where pubname = 'cache'`)
if (rowCount === 0) await pool.query(invalidationPublication('cache', [{ schema: 'public', table: 'orders' }]))

const cache = createCache({ pool, defaultTtlMs: 600_000 })
await cache.replicate({ publication: 'cache', tables: [{ schema: 'public', table: 'orders', key: 'id' }] })

const total = async () => {
  const text = 'select total from orders where id = 7'
  return (await cache.query<{ total: string }>({ text, tags: ['orders:7'] })).rows[0]?.total
}
console.log(await total(), await total()) // from the database, then from memory: 12.50 12.50

// Any program, with any client: it knows nothing of the cache.
await pool.query('update orders set total = 20 where id = 7')
const since = performance.now()
while ((await total()) !== '20') await new Promise((resolve) => setTimeout(resolve, 1))
console.log(`heard after ${Math.round(performance.now() - since)} ms`)

const { replication, hits } = cache.stats()
console.log({ hits, state: replication?.state, lagBytes: replication?.lagBytes })

await cache.close()
await pool.end()
