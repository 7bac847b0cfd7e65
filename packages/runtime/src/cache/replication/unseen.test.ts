import { expect, test } from 'vitest'
import { Memory } from '../memory.ts'
import type { Position } from '../position.ts'
import { parseSnapshot, sees } from '../snapshot.ts'
import { Unseen } from './unseen.ts'

test('a snapshot sees what was over before it, also where the number of transactions has begun anew', () => {
  const snapshot = parseSnapshot('100:105:101,103')
  expect([99, 100, 101, 102, 103, 104, 105, 106].map((xid) => sees(snapshot, xid))).toEqual([
    true,
    true,
    false,
    true,
    false,
    true,
    false,
    false,
  ])
  const around = parseSnapshot(`${2n ** 32n - 2n}:${2n ** 32n + 3n}:${2n ** 32n + 1n}`)
  const late = 2 ** 32 - 1
  expect([late - 5, late, 0, 1, 2, 3, 1000].map((xid) => sees(around, xid))).toEqual([
    true,
    true,
    true,
    false,
    true,
    false,
    false,
  ])
  expect(sees(parseSnapshot('7:7:'), 2 ** 32 - 1)).toBe(true)
})

test('forgets what it can not place where it is too much, and keeps nothing of it meanwhile', async () => {
  const memory = new Memory({ maxEntries: 1, maxBytes: 1e6, maxTags: 10 })
  const placed: string[] = []
  const lineage = { system: '1', timeline: '1', crash: null }
  const position: Position = { lineage, lsn: '0'.repeat(16), shareable: true }
  let answer = false
  const unseen = new Unseen({
    memory,
    look: async () => {
      if (!answer) throw new Error('no answer')
      return { position, snapshot: parseSnapshot('1000000:1000000:') }
    },
    invalidate: async (tags) => void placed.push(...tags),
  })
  const add = (xid: number) => unseen.add(xid, ['t'], async () => [])
  expect(add(1)).toBe(true)
  expect(memory.accepts(['t'], 'f')).toBe(false)
  await new Promise((resolve) => setImmediate(resolve))
  for (let xid = 2; xid <= 10_000; xid++) add(xid)
  expect(add(10_001)).toBe(false)
  expect(memory.accepts(['t'], 'f')).toBe(true)
  answer = true
  expect(unseen.add(5, null, async () => ['u'])).toBe(true)
  await expect.poll(() => placed).toEqual(['u'])
  unseen.close()
})
