import { expect, test } from 'vitest'
import { hypotheticalBytes } from './hypothetical-size.ts'

const blockBytes = 8192

test('an entry of an integer takes its width, a header and an aligned line pointer, and a page is three quarters full', () => {
  expect(hypotheticalBytes({ rows: 1_000_000, columnBytes: [4] })).toBe(
    Math.floor((1_000_000 * (4 + 8 + 8) * 1.3) / (blockBytes - 40)) * blockBytes,
  )
})

test('a second column brings a header of its own, and shares the alignment of the line pointers', () => {
  const one = hypotheticalBytes({ rows: 1e6, columnBytes: [4] })
  const two = hypotheticalBytes({ rows: 1e6, columnBytes: [4, 4] })
  expect(two / one).toBeCloseTo(32 / 20, 2)
})
