import { expect, test } from 'vitest'
import type { SpecCandidate } from '../../../packages/pgwright/src/twin/index.ts'
import { fill, fits } from './budget.ts'

const candidate = (name: string, sizeBytes: number) => ({ name, sizeBytes }) as SpecCandidate
const budget = { sizeOf: ({ sizeBytes }: SpecCandidate) => sizeBytes, budgetBytes: 100 }

test('what comes first is taken first, and what no longer fits leaves room for what is smaller', () => {
  const ranked = [candidate('a', 60), candidate('b', 50), candidate('c', 40)]
  expect([...fill(ranked, budget)].map(({ name }) => name)).toEqual(['a', 'c'])
})

test('an index that is ranked twice takes its bytes once', () => {
  const one = candidate('a', 60)
  expect([...fill([one, one, candidate('b', 40)], budget)]).toHaveLength(2)
})

test('a set that fills the budget to the last byte fits', () => {
  expect(fits(new Set([candidate('a', 60), candidate('b', 40)]), budget)).toBe(true)
  expect(fits(new Set([candidate('a', 60), candidate('b', 41)]), budget)).toBe(false)
})
