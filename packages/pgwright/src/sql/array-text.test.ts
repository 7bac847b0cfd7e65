import { expect, test } from 'vitest'
import { formatArrayText, parseArrayText } from './array-text.ts'

test("PostgreSQL's array text is read and written with quotes, commas and backslashes", () => {
  const values = ['a', 'b "c"', 'd,e', 'f\\g', '{h}', 'ü']
  expect(parseArrayText(formatArrayText(values))).toEqual(values)
  expect(parseArrayText('{1,2,3}')).toEqual(['1', '2', '3'])
  expect(parseArrayText('{}')).toEqual([])
})
