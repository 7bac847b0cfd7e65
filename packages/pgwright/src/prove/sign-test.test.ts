import { expect, test } from 'vitest'
import { randomSource } from '../model/index.ts'
import { isSureGain, pairsFor, signConfidence } from './sign-test.ts'

test('nine pairs of nine that agree are sure to 99.6 percent', () => {
  expect(signConfidence(Array.from({ length: 9 }, () => 1))).toBeCloseTo(1 - 2 / 512)
})

test('pairs that disagree half of the time say nothing', () => {
  expect(signConfidence([1, -1, 2, -2])).toBe(0)
})

test('eight of ten leave a chance of eleven percent', () => {
  expect(signConfidence([1, 1, 1, 1, 1, 1, 1, 1, -1, -1])).toBeCloseTo(1 - 112 / 1024)
})

test('ties are no pairs', () => {
  expect(signConfidence([0, 0])).toBeNull()
})

test('a gain is sure by pairs that agree, of which there must be more the surer it is to be', () => {
  const agreeing = (pairs: number) => Array.from({ length: pairs }, () => 1)
  for (const confidence of [0.5, 0.8, 0.95, 0.99, 0.9999]) {
    const enough = pairsFor(confidence)
    expect(isSureGain(agreeing(enough), confidence)).toBe(true)
    expect(isSureGain(agreeing(enough - 1), confidence)).toBe(false)
  }
  expect([0.95, 0.99].map(pairsFor)).toEqual([7, 10])
})

test('a loss is no sure gain, however sure it is', () => {
  expect(isSureGain([-1, -1, -1, -1, -1, -1, -1, -1], 0.5)).toBe(false)
})

test('looking three times at coins finds a sure gain or loss no more often than was said', () => {
  const random = randomSource(7)
  const trials = 4000
  let wrong = 0
  for (let trial = 0; trial < trials; trial++) {
    const pairs: number[] = []
    for (let look = 0; look < 3; look++) {
      pairs.push(...Array.from({ length: 9 }, () => (random() < 0.5 ? -1 : 1)))
      if (
        !isSureGain(pairs, 0.9) &&
        !isSureGain(
          pairs.map((sign) => -sign),
          0.9,
        )
      )
        continue
      wrong += 1
      break
    }
  }
  expect(wrong / trials).toBeLessThan(0.1)
})
