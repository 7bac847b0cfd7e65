import type { GateContext } from 'pgwright'
import { beforeAll, expect, test } from 'vitest'
import { type SmallSystem, smallSystem } from '../../frame/test/small-system.ts'
import { fastnext } from '../index.ts'
import { gates } from './index.ts'
import { poolFits } from './pool.ts'
import { slowCalls } from './slow-calls.ts'

let system: SmallSystem

beforeAll(async () => {
  system = await smallSystem(fastnext)
  await system.apply()
})

test.each(['hit-ratios', 'pruning', 'monthly-partitions', 'same-rows'])('gate %s is met', async (id) => {
  expect(await measure(id)).toMatchObject({ met: true })
})

test('a pool larger than the server allows does not fit', async () => {
  expect(await system.measure(poolFits(10_000))).toMatchObject({ met: false })
})

test('a pool that fits is tried with a burst of calls', async () => {
  expect(await system.measure(poolFits(12))).toMatchObject({
    measured: expect.stringMatching(/calls\/s by 5, \d+ by 12, 0 failed$/),
    met: true,
  })
})

test('the share of slow calls is told of both sides, the naive one by weight', async () => {
  const naiveCalls = [
    { id: 'often', weight: 9, timesMs: [1, 1] },
    { id: 'rare', weight: 1, timesMs: [200, 1] },
  ]
  const played = (slow: number) => Array.from({ length: 100 }, (_, call) => (call < slow ? 101 : 99))
  const context = (slow: number) => ({ naiveCalls, play: async () => played(slow) }) as unknown as GateContext
  expect(await slowCalls.measure(context(2))).toMatchObject({
    measured: '5.0 % before, 2.0 % of 600 calls after',
    met: true,
  })
  expect(await slowCalls.measure(context(3))).toMatchObject({ met: false })
})

test('storage is compared with the indexes that the product had, and sees what is added', async () => {
  const before = await saved()
  await system.owner.query('drop index ix_activity_logs_id, ix_activity_logs_action')
  const dropped = await saved()
  await system.owner.query('create index everything on partitioned.activity_logs (details, ip_address, action)')
  const { met } = (await measure('storage')) ?? {}
  await system.owner.query('drop index partitioned.everything')
  expect(Math.abs(dropped - before)).toBeLessThan(3)
  expect(met).toBe(false)
})

test('a row that strays into the default partition, and a month that is missing, are found', async () => {
  await system.owner.query('begin')
  await system.owner.query('drop table partitioned.activity_logs_2025_05')
  const missing = await measure('monthly-partitions')
  await system.owner.query(`insert into activity_logs (user_id, action, "timestamp") values (1, 'x', '2025-07-01Z')`)
  const astray = await measure('monthly-partitions')
  await system.owner.query('rollback')
  expect([missing?.met, astray?.met]).toEqual([false, false])
  expect(astray?.measured).toContain('NOT empty')
})

test('a row that only one form has is found', async () => {
  await system.owner.query('begin')
  await system.owner.query('delete from partitioned.activity_logs where id = 7')
  const fewer = await measure('same-rows')
  await system.owner.query('rollback')
  expect(fewer?.met).toBe(false)
})

test('the scan gate names the tables whose indexes are advised, not declared', async () => {
  expect(await measure('no-table-scan')).toMatchObject({ met: false, measured: expect.stringContaining('items') })
})

async function saved(): Promise<number> {
  const result = await measure('storage')
  return result?.figures?.[0]?.value ?? Number.NaN
}

async function measure(id: string) {
  const gate = gates.find((one) => one.id === id)
  return gate === undefined ? undefined : system.measure(gate)
}
