import { beforeAll, expect, it, vi } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { withScope } from '../scope/index.ts'
import { testPools } from './test/pools.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({ schema: 'create table item (id int primary key, name text)' })
})

const shownName = "select current_setting('application_name') as name"

it('shows the route with the session, without a statement more in the way of the answer', async () => {
  const { pool } = testPools(database.url, { size: 1, applicationName: 'shop', routeInApplicationName: true })
  const nameIn = (route: string | null) => withScope(route, async () => (await pool.query(shownName)).rows)
  expect(await nameIn('GET /orders/:id')).toEqual([{ name: 'shop:GET /orders/:id' }])
  expect(await nameIn('GET /orders/:id')).toEqual([{ name: 'shop:GET /orders/:id' }])
  expect(await nameIn(null)).toEqual([{ name: 'shop' }])
  expect(await nameIn(`GET /${'ü'.repeat(100)}`)).toEqual([{ name: `shop:GET /${'?'.repeat(53)}` }])
  for (let i = 0; i < 20; i++) {
    await withScope(`route ${i}`, async () => {
      // Taken and given back without a statement: two names are then on their way.
      if (i % 3 === 0) (await pool.connect()).release()
      if (i % 5 === 0) await expect(pool.query('select 1/0')).rejects.toMatchObject({ code: '22012' })
      const { rows } = await pool.query(`select $1::int as n, current_setting('application_name') as name`, [i])
      expect(rows).toEqual([{ n: i, name: `shop:route ${i}` }])
    })
  }
})

it('bounds statements, idle transactions and, where the server can, transactions', async () => {
  const { pool } = testPools(database.url, {
    size: 1,
    statementTimeoutMs: 1_100,
    idleInTransactionTimeoutMs: 2_200,
    transactionTimeoutMs: 3_300,
  })
  const { rows } = await pool.query(`select current_setting('statement_timeout') as statement,
    current_setting('idle_in_transaction_session_timeout') as idle,
    current_setting('transaction_timeout', true) as transaction,
    current_setting('server_version_num')::int as version`)
  const [{ version, ...timeouts }] = rows
  expect(timeouts).toEqual({
    statement: '1100ms',
    idle: '2200ms',
    transaction: version >= 170_000 ? '3300ms' : null,
  })
})

it('survives that the server ends a session whose transaction idles', async () => {
  const { pool } = testPools(database.url, { size: 1, idleInTransactionTimeoutMs: 50 })
  const client = await pool.connect()
  await client.query('begin')
  await vi.waitFor(() => expect(client.query('select 1')).rejects.toThrow(), { timeout: 5_000, interval: 200 })
  client.release()
  await expect(pool.query('select 1 as one')).resolves.toMatchObject({ rows: [{ one: 1 }] })
})

it('prepares what comes again, and closes what was longest unused', async () => {
  const { pool } = testPools(database.url, { size: 1, preparedStatements: 3 })
  const prepared = async () => {
    const { rows } = await pool.query('select name, statement from pg_prepared_statements order by prepare_time')
    return rows.map(({ statement }) => statement)
  }
  const ask = (n: number) => pool.query(`select $1::int + ${n} as sum`, [1])
  await ask(1)
  expect(await prepared()).toEqual([])
  await ask(1)
  expect(await prepared()).toEqual(['select $1::int + 1 as sum'])
  for (const n of [2, 2, 3, 3, 1, 4, 4]) expect((await ask(n)).rows).toEqual([{ sum: n + 1 }])
  expect((await prepared()).sort()).toEqual([1, 3, 4].map((n) => `select $1::int + ${n} as sum`))
  // Many at once on one connection, most of which are queued behind others.
  const client = await pool.connect()
  const sums = await Promise.all(
    Array.from({ length: 40 }, (_, i) => client.query(`select $1::int + ${i % 8} as s`, [i])),
  )
  expect(sums.map(({ rows }) => rows[0].s)).toEqual(Array.from({ length: 40 }, (_, i) => i + (i % 8)))
  client.release()
  expect((await prepared()).length).toBeLessThanOrEqual(8)
})

it('leaves what the caller named, and what has a callback, as they are', async () => {
  const { pool } = testPools(database.url, { size: 1, preparedStatements: 10 })
  for (let i = 0; i < 3; i++) {
    await pool.query({ name: 'mine', text: 'select $1::int as n', values: [i] })
    const n = await new Promise((resolve, reject) => {
      pool.query('select $1::int as n', [i as never], (error, result) =>
        error ? reject(error) : resolve(result.rows[0].n),
      )
    })
    expect(n).toBe(i)
    const { rows } = await pool.query({ text: 'select $1::int', values: [i], rowMode: 'array' } as never)
    expect(rows).toEqual([[i]])
  }
  const own = expect.stringMatching(/^pgwright_[\w-]{27}$/)
  const { rows } = await pool.query('select name from pg_prepared_statements order by name')
  expect(rows.map(({ name }) => name)).toEqual(['mine', own, own])
})

it('prepares again what a changed table or another’s DEALLOCATE made invalid', async () => {
  const { pool } = testPools(database.url, { size: 1, preparedStatements: 10 })
  const all = () => pool.query('select * from item where id = $1', [1])
  await pool.query("insert into item values (1, 'one')")
  await all()
  await all()
  await pool.query('alter table item add column price int')
  expect((await all()).rows).toEqual([{ id: 1, name: 'one', price: null }])
  await all()
  await pool.query('deallocate all')
  expect((await all()).rows).toEqual([{ id: 1, name: 'one', price: null }])
  await pool.query('deallocate all')
  await all()
  await pool.query('alter table item drop column price')
  const client = await pool.connect()
  await client.query('begin')
  await expect(client.query('select * from item where id = $1', [1])).rejects.toMatchObject({ code: '0A000' })
  await client.query('rollback')
  await client.query('begin')
  expect((await client.query('select * from item where id = $1', [1])).rows).toEqual([{ id: 1, name: 'one' }])
  await client.query('commit')
  client.release()
})
