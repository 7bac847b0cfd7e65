import { expect, test } from 'vitest'
import { oncePerStatement, type PlannedInPlace } from './in-place.ts'

test('ways of one statement count together, as its dearest one', () => {
  const [one, other] = [{}, {}]
  const planned = (statement: object, sql: string, weight: number) => ({ statement, sql, weight }) as PlannedInPlace
  const heaviest = [planned(one, 'rare', 3), planned(other, 'other', 5), planned(one, 'common', 7)]
  expect(oncePerStatement(heaviest)).toEqual([planned(one, 'rare', 10), planned(other, 'other', 5)])
})
