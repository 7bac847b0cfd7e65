import { expect, test } from 'vitest'
import { signConfidence } from './sign-test.ts'

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
