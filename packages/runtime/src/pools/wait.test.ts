import { getEventListeners, setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, it, vi } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { currentScope, withScope } from '../scope/index.ts'
import { testPools } from './test/pools.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})

it('says that the pool was exhausted, by whom, and not that the server was slow', async () => {
  const { pool, status } = testPools(database.url, { size: 1, waitTimeoutMs: 50 })
  const held = await withScope('GET /slow', () => takeAndKeep())
  await expect(pool.query('select 1')).rejects.toMatchObject({
    name: 'RuntimeError',
    code: 'timeout',
    message: expect.stringMatching(
      /waitTimeoutMs\): 1 of 1 in use, 0 waiting, the longest held for \d+ ms by takeAndKeep \(.*wait\.test\.ts:\d+:\d+\) for GET \/slow/,
    ),
  })
  expect(status()).toMatchObject({ inUse: 1, waiting: 0, waitTimeouts: 1, refused: 1 })
  held.release()
  await expect(pool.query('select 1 as one')).resolves.toMatchObject({ rows: [{ one: 1 }] })

  async function takeAndKeep() {
    const client = await pool.connect()
    return client
  }
})

it('gives a connection to who waited first, and to as many as it may have', async () => {
  const { pool, status } = testPools(database.url, { size: 2 })
  await Promise.all([pool.query('select pg_sleep(0.05)'), pool.query('select pg_sleep(0.05)')])
  const order: number[] = []
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      const client = await pool.connect()
      order.push(i)
      expect(status().inUse).toBeLessThanOrEqual(2)
      await client.query('select 1')
      client.release()
    }),
  )
  expect(order).toEqual(Array.from({ length: 50 }, (_, i) => i))
  expect(status()).toMatchObject({ open: 2, inUse: 0, idle: 2, waiting: 0, hold: { count: 52 }, wait: { count: 52 } })
})

it('runs each of 200 requests in its own scope on a pool of 2, by whatever way it asks', async () => {
  const { pool } = testPools(database.url, { size: 2 })
  const seen: (string | null | undefined)[] = []
  pool.on('connect', (client) => {
    const { query } = client
    client.query = ((...call: unknown[]) => {
      const [, values] = call
      if (Array.isArray(values)) seen.push(currentScope()?.route === values[0] ? null : String(values[0]))
      return (query as (...call: unknown[]) => unknown).apply(client, call)
    }) as typeof query
  })
  await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      withScope(`route ${i}`, async (scope) => {
        if (i % 3 === 0) await pool.query('select $1::text', [scope.route])
        else if (i % 3 === 1)
          await new Promise<void>((resolve, reject) => {
            pool.connect((error, client, release) => {
              if (!client) return reject(error)
              expect(currentScope()).toBe(scope)
              client.query('select $1::text', [scope.route], () => {
                release()
                resolve()
              })
            })
          })
        else
          await new Promise<void>((resolve) => {
            pool.query('select $1::text', [scope.route as never], () => {
              expect(currentScope()).toBe(scope)
              resolve()
            })
          })
        expect(currentScope()).toBe(scope)
      }),
    ),
  )
  expect(seen).toHaveLength(200)
  expect(seen.filter((wrong) => wrong !== null)).toEqual([])
})

it('lets who is cancelled leave the queue, and refuses more than may wait', async () => {
  const { pool, status } = testPools(database.url, { size: 1, maxWaiting: 1 })
  const held = await pool.connect()
  const abort = new AbortController()
  const waiting = pool.connect({ signal: abort.signal })
  await expect(pool.connect()).rejects.toMatchObject({ code: 'unavailable', message: /Too many wait/ })
  abort.abort(new Error('the client went away'))
  await expect(waiting).rejects.toThrow('the client went away')
  expect(status().waiting).toBe(0)
  await expect(pool.connect({ signal: abort.signal })).rejects.toThrow('the client went away')
  held.release()
  await pool.query('select 1')
})

it('gives a connection on to thousands who give it back at once, and keeps nothing of those who waited', async () => {
  const { pool, status } = testPools(database.url, { size: 1, waitTimeoutMs: 2 ** 32 })
  const { signal } = new AbortController()
  setMaxListeners(0, signal)
  const held = await pool.connect()
  const all = [
    ...Array.from({ length: 5_000 }, () => pool.connect({ signal }).then((client) => client.release())),
    ...Array.from(
      { length: 5_000 },
      () => new Promise<void>((resolve) => pool.connect((_, __, release) => resolve(release()))),
    ),
  ]
  expect(getEventListeners(signal, 'abort')).toHaveLength(5_000)
  held.release()
  await Promise.all(all)
  expect(getEventListeners(signal, 'abort')).toEqual([])
  expect(status()).toMatchObject({ open: 1, idle: 1, waiting: 0, refused: 0, hold: { count: 10_001 } })
})

it('closes a connection that was used often enough, or that its user ended, though others wait for it', async () => {
  const { pool, status } = testPools(database.url, { size: 1, maxUses: 2 })
  const pids = await Promise.all(Array.from({ length: 6 }, () => pool.query('select pg_backend_pid() as pid')))
  expect(new Set(pids.map(({ rows }) => rows[0].pid)).size).toBe(3)
  const { pool: other } = testPools(database.url, { size: 1 })
  const client = await other.connect()
  const waiting = other.query('select 1 as one')
  void (client as unknown as { end(): Promise<void> }).end()
  client.release()
  await expect(waiting).resolves.toMatchObject({ rows: [{ one: 1 }] })
  expect(status().connects).toBe(3)
})

it('has the server end a cancelled statement, and gives its connection to nobody', async () => {
  const { query, status } = testPools(database.url, { size: 1 })
  const abort = new AbortController()
  const slow = query('select pg_sleep($1)', [60], { signal: abort.signal })
  await sleep(100)
  abort.abort(new Error('enough'))
  await expect(slow).rejects.toThrow('enough')
  const { rows } = await query<{ n: string }>(
    "select count(*) as n from pg_stat_activity where query like '%pg_sleep($1)'",
  )
  expect(rows).toEqual([{ n: '0' }])
  expect(status().discarded).toBe(1)
})

it('has a statement ended however soon it is given up', async () => {
  const { query, status } = testPools(database.url, { size: 4 })
  await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      const abort = new AbortController()
      const slow = expect(query('select pg_sleep(60)', [], { signal: abort.signal })).rejects.toThrow('enough')
      // Before it has a connection, before the server has begun, or while it runs.
      await sleep(i)
      abort.abort(new Error('enough'))
      await slow
    }),
  )
  await query('select 1')
  expect(status()).toMatchObject({ inUse: 0, waiting: 0 })
})

it('ends in good order: no more are given, those who wait and have one finish', async () => {
  const { pool, drain, status } = testPools(database.url, { size: 1 })
  const held = await pool.connect()
  const waiting = pool.query('select 2 as two')
  const drained = drain({ withinMs: 10_000 })
  await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'unavailable', message: /being closed/ })
  expect(status()).toMatchObject({ draining: true, waiting: 1 })
  await held.query('select 1')
  held.release()
  await expect(waiting).resolves.toMatchObject({ rows: [{ two: 2 }] })
  await expect(drained).resolves.toEqual({ takenAway: 0 })
  await expect(drain()).resolves.toEqual({ takenAway: 0 })
})

it('takes away what is not back in time, whose release then does nothing', async () => {
  const { pool, drain, status } = testPools(database.url, { size: 1 })
  const held = await pool.connect()
  const running = expect(held.query('select pg_sleep(60)')).rejects.toThrow(/being closed/)
  const waiting = expect(pool.query('select 1')).rejects.toMatchObject({ code: 'unavailable' })
  await expect(drain({ withinMs: 50 })).resolves.toEqual({ takenAway: 1 })
  await Promise.all([running, waiting])
  held.release()
  held.release()
  expect(status()).toMatchObject({ open: 0, inUse: 0 })
  const running60 =
    "select 1 from pg_stat_activity where query = 'select pg_sleep(60)' and datname = current_database()"
  await vi.waitFor(async () => expect((await database.client.query(running60)).rows).toEqual([]), 10_000)
})
