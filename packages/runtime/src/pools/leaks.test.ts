import { beforeAll, expect, it, vi } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { withScope } from '../scope/index.ts'
import type { Leak } from './index.ts'
import { Leaks } from './leaks.ts'
import { testPools } from './test/pools.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})

it('names the line that took a connection and never gave it back, once', async () => {
  const found: Leak[] = []
  const { pool, leaks, status } = testPools(database.url, {
    size: 2,
    leakAfterMs: 80,
    onLeak: (leak) => found.push(leak),
  })
  const leaked = await withScope('POST /orders', async () => {
    const client = await forgetToRelease()
    await client.query('begin')
    return client
  })
  await vi.waitFor(() => expect(found).toHaveLength(1))
  await pool.query('select pg_sleep(0.2)')
  expect(found).toEqual([
    {
      pool: 'main',
      site: expect.stringMatching(/^forgetToRelease \(.*\/leaks\.test\.ts:\d+:\d+\)$/),
      route: 'POST /orders',
      heldMs: expect.any(Number),
      inTransaction: true,
    },
  ])
  expect(leaks()).toEqual([{ ...found[0], times: 1 }])
  expect(status().leaks).toBe(1)
  leaked.release()

  async function forgetToRelease() {
    return await pool.connect()
  }
})

it('remembers a bounded number of lines, however many leak', () => {
  const leaks = new Leaks()
  for (let i = 0; i < 1000; i++)
    leaks.add({ pool: 'main', site: `line ${i % 150}`, route: null, heldMs: 1, inTransaction: false })
  expect(leaks.count).toBe(1000)
  expect(leaks.list().length).toBeLessThanOrEqual(100)
})
