import assert from 'node:assert/strict'
import { insert, stream, update, upsert } from '@pgwright/runtime/bulk'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
await pool.query(
  `create table price (sku text primary key, amount numeric(10, 2) not null, seen_at timestamptz default now())`,
)

/** Rows may come from anywhere, and wait until they can be written. */
async function* feed(count: number) {
  for (let i = 0; i < count; i++) yield { sku: `sku ${i}`, amount: `${i}.99` }
}

const written = await insert(pool, { table: 'price', rows: feed(20_000) })
assert.deepEqual(written, { count: 20_000, returned: [], method: 'copy' })

const changed = await upsert(pool, {
  table: 'price',
  conflict: ['sku'],
  where: 'excluded.amount <> price.amount',
  rows: [
    { sku: 'sku 1', amount: '1.99' },
    { sku: 'sku 2', amount: '5.00' },
    { sku: 'new', amount: '7.00' },
  ],
  returning: ['sku'],
})
assert.deepEqual(changed.returned, [{ sku: 'sku 2' }, { sku: 'new' }])

const { count } = await update(pool, { table: 'price', key: ['sku'], rows: [{ sku: 'new', amount: '8.00' }] })
assert.equal(count, 1)

let rows = 0
for await (const _ of stream(pool, 'select * from price where amount > $1', [100], { batchSize: 500 })) rows++
assert.equal(rows, 19_900)
await pool.end()
