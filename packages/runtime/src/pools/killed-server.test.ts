import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startTenaciousServer, type TenaciousServer } from '../../../pgwright/test/tenacious-server.ts'
import { RuntimeError } from '../error.ts'
import { createReplicas } from '../replicas/index.ts'
import { testPools } from './test/pools.ts'

let server: TenaciousServer
beforeAll(async () => {
  server = await startTenaciousServer('test-killed')
}, 120_000)
afterAll(() => server?.stop(), 120_000)

/** What an application can tell from each other: the server's own codes, Node's, and the library's. */
function isClear(error: unknown): boolean {
  const { code, message } = error as { readonly code?: string; readonly message?: string }
  if (error instanceof RuntimeError) return code === 'unavailable' || code === 'timeout'
  return /^(57P0|08|ECONN|EPIPE)/.test(code ?? '') || /^Connection terminated|not queryable/.test(message ?? '')
}

it('goes on by itself when a server that is killed at work comes up again, and nothing is lost or left', async () => {
  const circuit = { failures: 3, openMs: 50, maxOpenMs: 100 }
  const { pool, status } = testPools(server.url(), { size: 4, waitTimeoutMs: 30_000, circuit })
  const replicas = createReplicas({ primary: pool, replicas: [], keys: ['a key for tests alone'] })
  await pool.query('create table done (id int primary key)')
  const acknowledged: number[] = []
  const unclear: unknown[] = []
  let [failures, ids, isOver] = [0, 0, false]
  const works: readonly (() => Promise<void>)[] = [
    async () => void (await pool.query('select pg_sleep(0.005)')),
    async () => void (await replicas.query('select count(*) from done')),
    async () => {
      const id = ids++
      const client = await pool.connect()
      try {
        await client.query('begin')
        await client.query('insert into done values ($1)', [id])
        await client.query('commit')
        acknowledged.push(id)
      } finally {
        client.release()
      }
    },
  ]
  // More than there are connections, so that some wait when the server dies.
  const workers = Array.from({ length: 12 }, async (_, i) => {
    while (!isOver)
      await works[i % works.length]?.().catch(async (error: unknown) => {
        failures += 1
        if (!isClear(error)) unclear.push(error)
        await sleep(5)
      })
  })
  for (const signal of ['SIGKILL', 'SIGQUIT'] as const) {
    const before = acknowledged.length
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 20), 30_000)
    const failed = failures
    await server.killAll(signal)
    await vi.waitFor(() => expect(failures).toBeGreaterThan(failed + 3), 30_000)
    const at = acknowledged.length
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(at + 20), 60_000)
  }
  isOver = true
  await Promise.all(workers)
  expect(unclear).toEqual([])
  expect(status()).toMatchObject({ inUse: 0, waiting: 0, circuit: 'closed', leaks: 0 })
  expect(status().open).toBe(status().idle)
  expect(status().open).toBeLessThanOrEqual(4)
  const { rows } = await pool.query('select id from done order by id')
  const kept = new Set(rows.map(({ id }) => id))
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
  await replicas.end()
})
