import { expect, test } from 'vitest'
import { arrayText, parseArray } from './distribution.ts'

test("PostgreSQL's array text is read and written with quotes, commas and backslashes", () => {
  const values = ['a', 'b "c"', 'd,e', 'f\\g', '{h}', 'ü']
  expect(parseArray(arrayText(values))).toEqual(values)
  expect(parseArray('{1,2,3}')).toEqual(['1', '2', '3'])
  expect(parseArray(null)).toEqual([])
})
