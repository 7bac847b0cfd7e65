import { expect, test } from 'vitest'
import { whereComparisons } from './where-comparisons.ts'

const texts = (sql: string) => whereComparisons(sql).map(({ text }) => text)

test.each([
  ['a query', 'select a from t where a = 1 and f(b) > $2 order by c', ['a = 1', 'f(b) > $2']],
  ['queries in it', 'select a from (select a from t where b < 3) s where a = 1', ['a = 1', 'b < 3']],
  ['the arms of a union', 'select a from t where a = 1 union (select b from u where b = 2)', ['a = 1', 'b = 2']],
  ['no statement that changes rows', 'with d as (delete from t where a = 1 returning a) select a from d', []],
])('the comparisons of %s are found', (_, sql, expected) => {
  expect(texts(sql).sort()).toEqual(expected)
})

test('what an arm of a union takes its rows from goes with its comparisons', () => {
  const found = whereComparisons('select a from t where a = 1 union select b from u where b = 2')
  expect(found.map(({ from }) => JSON.stringify(from).match(/"relname":"(.)"/)?.[1])).toEqual(['t', 'u'])
})

test('hundreds of conditions are found at once', () => {
  const conditions = Array.from({ length: 500 }, (_, i) => `c${i} = ${i}`)
  const before = performance.now()
  expect(texts(`select a from t where ${conditions.join(' and ')}`)).toEqual(conditions)
  expect(performance.now() - before).toBeLessThan(3000)
})
