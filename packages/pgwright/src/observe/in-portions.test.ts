import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inPortions } from './in-portions.ts'

const items = Array.from({ length: 1000 }, (_, i) => i)

test('a list is read whole and in its order, in portions that grow while they are quick', async () => {
  const portions = await inPortions(items, async (portion) => portion)
  expect(portions.flat()).toEqual(items)
  expect(portions.length).toBeLessThan(items.length / 25)
})

test('portions shrink while they are slow', async () => {
  const sizes = await inPortions(items.slice(0, 60), async (portion) => {
    await setTimeout(4 * portion.length)
    return portion.length
  })
  expect(sizes).toEqual([25, 10, 10, 10, 5])
})

test('of an empty list nothing is read', async () => {
  expect(await inPortions([], async () => 1)).toEqual([])
})
