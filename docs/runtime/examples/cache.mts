// DATABASE_URL=postgres://… npx tsx cache.mts; with REDIS_URL it shares what it caches with other processes.
import { createCache, invalidationTriggers } from '@pgwright/runtime/cache'
import pg from 'pg'
import { createClient } from 'redis'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
await pool.query(
  'create table if not exists orders (id int primary key, customer text not null, total numeric not null)',
)
await pool.query(`insert into orders values (7, 'Ada', 12.50) on conflict (id) do update set total = 12.50`)
// In an application this is a migration: whoever writes to the table, every process hears of it.
await pool.query(invalidationTriggers({ schema: 'public', table: 'orders' }, { key: 'id' }))

const client = process.env.REDIS_URL ? createClient({ url: process.env.REDIS_URL }) : null
client?.on('error', (error) => console.error(error.message))
await client?.connect()

const cache = createCache({ pool, defaultTtlMs: 60_000, ...(client ? { redis: { client } } : {}) })
await cache.listen()

const order = async (id: number) => {
  const { rows } = await cache.query<{ customer: string; total: string }>({
    text: 'select customer, total from orders where id = $1',
    values: [id],
    tags: [`orders:${id}`],
  })
  return rows[0]
}

console.log(await order(7)) // from the database: { customer: 'Ada', total: '12.50' }
console.log(await order(7)) // from memory

await cache.write((tx) => tx.query('update orders set total = 20 where id = $1', [7]), { tags: ['orders', 'orders:7'] })
console.log(await order(7)) // what was just written: { customer: 'Ada', total: '20' }

const { hits, fills } = cache.stats()
console.log({ hits, fills })

await cache.close()
client?.destroy()
await pool.end()
