import { expect, test } from 'vitest'
import { percentage } from './arguments.ts'

test.each([
  ['0.1', 0.001],
  ['5 %', 0.05],
  ['100% ', 1],
  ['0', 0],
])('%s is a percentage', (text, share) => {
  expect(percentage(text)).toBeCloseTo(share)
})

test.each(['', ' ', '%', ' %', '%%', '-1', '101', 'x'])('"%s" is none', (text) => {
  expect(() => percentage(text)).toThrow('Give a percentage')
})
