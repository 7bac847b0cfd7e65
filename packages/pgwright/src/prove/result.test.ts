import { expect, test } from 'vitest'
import { digestOf, orderDecides, sameResult } from './result.ts'

test('the same rows in another order are the same result', () => {
  const [first, second] = [
    digestOf([
      ['a', null],
      ['b', '1'],
    ]),
    digestOf([
      ['b', '1'],
      ['a', null],
    ]),
  ]
  expect(sameResult(first, second, false)).toBe(true)
})

test('another value, another number of equal rows, and a null for a text are not', () => {
  const rows = digestOf([['a'], ['a']])
  expect(sameResult(rows, digestOf([['a'], ['b']]), false)).toBe(false)
  expect(sameResult(rows, digestOf([['a']]), false)).toBe(false)
  expect(sameResult(digestOf([[null]]), digestOf([['']]), false)).toBe(false)
})

test('where the order of reading may decide, only the number of rows counts', () => {
  expect(sameResult(digestOf([['a']]), digestOf([['b']]), true)).toBe(true)
  expect(sameResult(digestOf([['a']]), digestOf([]), true)).toBe(false)
})

test.each([
  'select * from t limit $1',
  'select * from (select * from t order by a limit 3) as x',
  'select distinct on (a) * from t order by a',
  'select row_number() over (order by a) from t',
  'select array_agg(a) from t',
  'with x as (select * from t fetch first 3 rows only) select * from x',
])('the order of reading may decide: %s', (sql) => {
  expect(orderDecides(sql)).toBe(true)
})

test.each(['select distinct a from t', 'select array_agg(a order by b) from t', 'select sum(a) from t group by b'])(
  'the order of reading does not decide: %s',
  (sql) => {
    expect(orderDecides(sql)).toBe(false)
  },
)
