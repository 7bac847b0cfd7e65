import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, it } from 'vitest'
import { startServer } from '../../../pgwright/src/postgres/index.ts'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { testPools } from './test/pools.ts'
import { startProxy } from './test/proxy.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({ schema: 'create table item (id int primary key)' })
})

it('keeps a connection whose statement failed, and closes one whose transaction was left open', async () => {
  const { pool, status } = testPools(database.url, { size: 1 })
  await pool.query('insert into item values (1)')
  for (let i = 0; i < 5; i++)
    await expect(pool.query('insert into item values ($1)', [1])).rejects.toMatchObject({ code: '23505' })
  expect(status()).toMatchObject({ connects: 1, discarded: 0 })

  const client = await pool.connect()
  await client.query('begin')
  await client.query('insert into item values (2)')
  client.release()
  await expect(pool.query('begin; select 1/0')).rejects.toMatchObject({ code: '22012' })
  await expect(pool.query('select id from item')).resolves.toMatchObject({ rows: [{ id: 1 }] })
  expect(status()).toMatchObject({ connects: 3, discarded: 2, open: 1 })
})

it('gives no connection on which a statement still runs to the next', async () => {
  const { pool, status } = testPools(database.url, { size: 1 })
  const client = await pool.connect()
  const slow = client.query('select pg_sleep(0.2), 7 as seven')
  client.release()
  await expect(pool.query('select 8 as eight')).resolves.toMatchObject({ rows: [{ eight: 8 }] })
  await expect(slow).resolves.toMatchObject({ rows: [{ seven: 7 }] })
  expect(status()).toMatchObject({ connects: 1, discarded: 0 })
})

it('goes on after a statement that pg refuses to send, or whose rows fail on the way', async () => {
  const { pool, status } = testPools(database.url, { size: 1 })
  await expect(pool.query('select $1::int', 'no list' as never)).rejects.toThrow(/must be an array/)
  await expect(pool.query(null as never)).rejects.toThrow()
  const circular: { self?: object } = {}
  circular.self = circular
  await expect(pool.query('select $1::json', [circular])).rejects.toThrow()
  await expect(pool.query('select 10 / (5 - n) from generate_series(1, 10) n')).rejects.toMatchObject({ code: '22012' })
  const types = {
    getTypeParser: () => () => {
      throw new Error('unreadable')
    },
  }
  await expect(pool.query({ text: 'select n from generate_series(1, 10) n', types })).rejects.toThrow('unreadable')
  await expect(pool.query('select 3 as three')).resolves.toMatchObject({ rows: [{ three: 3 }] })
  expect(status()).toMatchObject({ connects: 1, inUse: 0, idle: 1 })
})

it('survives a connection that is reset in a transaction, while a statement runs and while none does', async () => {
  const proxy = await startProxy(database.url)
  const { pool, status } = testPools(proxy.url, { size: 2 })
  const client = await pool.connect()
  await client.query('begin')
  const running = expect(client.query('select pg_sleep(60)')).rejects.toThrow()
  const quiet = await pool.connect()
  await quiet.query('begin')
  proxy.reset()
  await running
  await sleep(20)
  await expect(quiet.query('commit')).rejects.toThrow()
  client.release()
  quiet.release()
  await expect(pool.query('select 1 as one')).resolves.toMatchObject({ rows: [{ one: 1 }] })
  expect(status()).toMatchObject({ discarded: 2, connects: 3, inUse: 0 })
})

it('outlives a server that is stopped in use, and fails fast while it is away', async () => {
  const server = await startServer({ name: 'test-killed' })
  const proxy = await startProxy(server.url())
  const circuit = { failures: 3, openMs: 200, maxOpenMs: 200 }
  const { pool, status, health } = testPools(proxy.url, { size: 2, circuit })
  const busy = expect(pool.query('select pg_sleep(60)')).rejects.toThrow()
  await pool.query('select 1')
  await server.stop()
  await busy
  for (let i = 0; i < 3; i++) await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'unavailable' })
  expect(status().circuit).toBe('open')
  const tried = status().connectFailures
  await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'unavailable', message: /known to be down/ })
  expect(status().connectFailures).toBe(tried)
  await expect(health()).resolves.toMatchObject({ ok: false, reason: /known to be down/ })
})

it('tries a dead server again by itself, one request at a time, and closes the circuit when it answers', async () => {
  const proxy = await startProxy(database.url)
  const { pool, status } = testPools(proxy.url, { size: 5, circuit: { failures: 2, openMs: 100, maxOpenMs: 100 } })
  await pool.query('select 1')
  await proxy.refuse()
  await sleep(20)
  for (let i = 0; i < 2; i++) await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'unavailable' })
  // On a busy machine it may be half open by now.
  expect(status().circuit).not.toBe('closed')
  await sleep(120)
  const before = status().connectFailures
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => pool.query('select 1')))
  expect(results.every(({ status }) => status === 'rejected')).toBe(true)
  expect(status().connectFailures).toBe(before + 1)
  await proxy.accept()
  await sleep(120)
  await expect(pool.query('select 1 as one')).resolves.toMatchObject({ rows: [{ one: 1 }] })
  expect(status().circuit).toBe('closed')
})

it('says that the server took no connection, and not that the pool was exhausted', async () => {
  const proxy = await startProxy(database.url)
  proxy.freeze()
  const { pool } = testPools(proxy.url, { size: 1, connectTimeoutMs: 100 })
  await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'timeout', message: /connectTimeoutMs/ })
})

it('gives up a connection that is awaited and silent, and one that died while idle', async () => {
  const proxy = await startProxy(database.url)
  const { pool, status } = testPools(proxy.url, { size: 2, silenceTimeoutMs: 200, checkIdleAfterMs: 50 })
  await Promise.all([pool.query('select pg_sleep(0.01)'), pool.query('select pg_sleep(0.01)')])
  // It is silent for longer than the bound between its statements, which is no silence while one runs.
  await pool.query('select pg_sleep(0.05) from generate_series(1, 2)')
  const client = await pool.connect()
  proxy.freeze()
  await expect(client.query('select 1')).rejects.toMatchObject({ code: 'timeout', message: /silenceTimeoutMs/ })
  client.release()
  proxy.thaw()
  await sleep(60)
  // The wire is whole again, but what was sent meanwhile is lost on it; the idle one does answer.
  await expect(pool.query('select 1 as one')).resolves.toMatchObject({ rows: [{ one: 1 }] })
  expect(status()).toMatchObject({ discarded: 1, inUse: 0 })
})

it('replaces idle connections that don’t answer before they are used', async () => {
  const first = await startProxy(database.url)
  const { pool, status } = testPools(first.url, { size: 3, checkIdleAfterMs: 1 })
  await Promise.all([1, 2, 3].map(() => pool.query('select pg_sleep(0.02)')))
  first.freeze()
  await sleep(10)
  const asked = pool.query('select 1 as one')
  setTimeout(() => first.thaw(), 900)
  await expect(asked).resolves.toMatchObject({ rows: [{ one: 1 }] })
  expect(status()).toMatchObject({ open: 1, discarded: 3 })
})
