import { expect, test } from 'vitest'
import { type Comparison, isFaster, isSlower, isUnclear, perCall, type Run } from './difference.ts'
import { measurementOf } from './measurement.ts'

function runs(...sets: readonly (readonly number[])[]): Run[] {
  return sets.flatMap((times, values) => times.map((elapsedMs) => ({ values, elapsedMs })))
}

function comparison(before: readonly Run[], after: readonly Run[]): Comparison {
  return { before: measurementOf(before, null), after: measurementOf(after, null), perCall: perCall(before, after) }
}

test('a median that falls clearly in each pair is a gain, and the other way round a loss', () => {
  const [slow, fast] = [runs([10, 11, 12]), runs([5, 6, 4])]
  expect(isFaster(comparison(slow, fast))).toBe(true)
  expect(isSlower(comparison(slow, fast))).toBe(false)
  expect(isSlower(comparison(fast, slow))).toBe(true)
})

test('pairs that disagree make a difference unclear, and no gain', () => {
  const pair = comparison(runs([10, 4, 12, 10]), runs([5, 9, 6, 11]))
  expect(isFaster(pair)).toBe(false)
  expect(pair.perCall.gainMs).toBe(0)
  expect(isUnclear(pair.perCall)).toBe(true)
})

test('a gain for a few values counts though the median over all does not move', () => {
  const before = runs([1, 1, 1], [1, 1, 1], [90, 91, 92])
  const after = runs([1.01, 1, 1], [1, 1, 0.99], [9, 9, 10])
  expect(isFaster(comparison(before, after))).toBe(true)
  expect(perCall(before, after).gainMs).toBeCloseTo((91 - 9) / 3)
})

test('a gain counts where it is as sure as was asked for, and a loss in any case', () => {
  const [slow, fast] = [runs([10, 11, 12, 10, 11]), runs([5, 6, 4, 6, 5])]
  expect(perCall(slow, fast, 0.8).gainMs).toBe(6)
  expect(perCall(slow, fast, 0.95).gainMs).toBe(0)
  expect(isUnclear(perCall(slow, fast, 0.95))).toBe(true)
  expect(perCall(fast, slow, 0.95).gainMs).toBe(-6)
})

test('a gain of few values is not sure where most pairs lose', () => {
  const before = runs([1, 1, 1], [1, 1, 1], [1, 1, 1], [90, 91, 92])
  const after = runs([1.01, 1.01, 1.01], [1.01, 1.01, 1.01], [1.01, 1.01, 1.01], [9, 9, 10])
  expect(perCall(before, after).gainMs).toBeGreaterThan(0)
  expect(perCall(before, after, 0.5).gainMs).toBe(0)
})

test('a clear loss of one value is none where the average call is faster', () => {
  const pair = comparison(runs([1, 1, 1], [10, 2, 10]), runs([2, 2, 2], [1, 9, 2]))
  expect(pair.perCall.gainMs).toBeLessThan(0)
  expect(isSlower(pair)).toBe(false)
})

test('what nobody can notice is no difference, unless it is large for the statement', () => {
  expect(isSlower(comparison(runs([0.5, 0.5, 0.5]), runs([0.55, 0.55, 0.55])))).toBe(false)
  expect(isSlower(comparison(runs([0.05, 0.05, 0.05]), runs([0.1, 0.1, 0.1])))).toBe(true)
})

test('one side against itself is no difference', () => {
  const same = runs([3, 1, 2])
  expect(perCall(same, same)).toEqual({ beforeMs: 2, afterMs: 2, gainMs: 0, confidence: null })
  expect(isFaster(comparison(same, same))).toBe(false)
})

test('a measurement is summed up by its quantiles', () => {
  expect(measurementOf(runs([4, 1, 3, 2]), 7)).toEqual({
    runs: 4,
    p50Ms: 2.5,
    p95Ms: 3.85,
    minMs: 1,
    maxMs: 4,
    buffers: 7,
  })
})
