import { expect, test } from 'vitest'
import { percentage } from './arguments.ts'

test.each([
  ['0.1', 0.001],
  ['5 %', 0.05],
  ['100% ', 1],
  ['0', 0],
])('%s is a percentage', (text, share) => {
  expect(percentage()(text)).toBeCloseTo(share)
})

test.each(['', ' ', '%', ' %', '%%', '-1', '101', 'x'])('"%s" is none', (text) => {
  expect(() => percentage()(text)).toThrow('Give a percentage')
})

test.each([
  ['95', 0.95],
  ['99.9 %', 0.999],
  ['50%', 0.5],
])('%s is a percentage from 50 to 99.99', (text, share) => {
  expect(percentage(50, 99.99)(text)).toBeCloseTo(share)
})

test.each(['', '0', '49', '0.95', '100', '1e9', '-95', 'sure', 'NaN'])('"%s" is none from 50 to 99.99', (text) => {
  expect(() => percentage(50, 99.99)(text)).toThrow('Give a percentage from 50 to 99.99.')
})
