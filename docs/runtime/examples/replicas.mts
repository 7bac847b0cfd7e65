import { withScope } from '@pgwright/runtime'
import { createReplicas } from '@pgwright/runtime/replicas'
import pg from 'pg'

const primary = new pg.Pool({ connectionString: process.env.DATABASE_URL })
const pools = (process.env.REPLICA_URLS ?? '')
  .split(' ')
  .filter(Boolean)
  .map((url) => new pg.Pool({ connectionString: url }))
const replicas = createReplicas({
  primary,
  replicas: pools.map((pool, i) => ({ name: `replica ${i + 1}`, pool })),
  keys: [process.env.TOKEN_KEY ?? 'a random secret of your own'],
})
await replicas.ready()
await primary.query('create table visit (id bigint generated always as identity, page text)')

// One request writes, and sends the token in a cookie named `pgw_lsn`.
const { token } = await replicas.write((client) => client.query(`insert into visit (page) values ('/')`))

// The next one sees that write, from a replica if one has it within 50 ms.
const { rows } = await replicas.query('select page from visit', [], { after: token, waitMs: 50 })
console.log(rows) // [ { page: '/' } ]

// Within a scope that is so by itself.
await withScope('POST /visits', async () => {
  await replicas.write((client) => client.query(`insert into visit (page) values ('/shop')`))
  console.log((await replicas.query('select from visit', [], { replica: true })).rowCount) // 2
})

console.log(replicas.status())
await replicas.end()
await primary.query('drop table visit')
for (const pool of [primary, ...pools]) await pool.end()
