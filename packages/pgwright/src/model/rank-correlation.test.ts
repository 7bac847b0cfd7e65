import { expect, test } from 'vitest'
import { rankCorrelation } from './rank-correlation.ts'

test('the same order gives one, whatever the distances', () => {
  expect(rankCorrelation([1, 2, 3], [10, 11, 5000])).toBeCloseTo(1)
})

test('the opposite order gives minus one', () => {
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1)
})

test('equal values share a rank', () => {
  expect(rankCorrelation([0, 0, 5], [0, 0, 7])).toBeCloseTo(1)
  expect(rankCorrelation([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(0)
})
