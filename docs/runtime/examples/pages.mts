import assert from 'node:assert/strict'
import { page } from '@pgwright/runtime/pages'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
await pool.query(`
  create table orders (id bigint generated always as identity primary key, customer_id int, created_at timestamptz);
  insert into orders (customer_id, created_at) select 7, now() + (i / 2) * interval '1 microsecond' from generate_series(1, 50) i;
  create index on orders (customer_id, created_at desc, id desc)`)

/** What an endpoint answers to `GET /orders?after=…`. */
function ordersOf(customerId: number, after: string | null) {
  return page<{ id: string; created_at: Date }>(pool, {
    text: 'select id, created_at from orders where customer_id = $1',
    values: [customerId],
    orderBy: [
      { column: 'created_at', direction: 'desc' },
      { column: 'id', direction: 'desc' },
    ],
    limit: 20,
    after,
    secret: process.env.CURSOR_SECRET ?? 'for this example: 32 random bytes',
    boundTo: `customer ${customerId}`,
    total: 'estimate',
  })
}

const ids: string[] = []
for (let cursor: string | null = null, more = true; more; ) {
  const { rows, endCursor, hasNext } = await ordersOf(7, cursor)
  ids.push(...rows.map(({ id }) => id))
  cursor = endCursor
  more = hasNext
}
assert.deepEqual(
  ids,
  Array.from({ length: 50 }, (_, i) => String(50 - i)),
)
await pool.end()
