import assert from 'node:assert/strict'
import { requestScope } from '@pgwright/runtime/hono'
import { createPools } from '@pgwright/runtime/pools'
import { type SlowStatement, slowLog } from '@pgwright/runtime/slow-log'
import { Hono } from 'hono'

const { pool, drain } = createPools({ mode: 'single', connectionString: process.env.DATABASE_URL })
const slow: SlowStatement[] = []
slowLog({ overMs: 50, write: (statement) => slow.push(statement) })

const app = new Hono()
app.use(requestScope())
app.get('/orders/:id', async (context) => {
  const { rows } = await pool.query('select $1::int as id, pg_sleep(0.1)', [context.req.param('id')])
  return context.json(rows[0])
})

assert.equal((await app.request('/orders/17')).status, 200)
assert.equal(slow[0]?.route, 'GET /orders/:id')
assert.match(slow[0]?.site?.file ?? '', /middleware\.mts$/)
assert.equal(slow[0]?.text.includes('0.1'), false)
await drain()
