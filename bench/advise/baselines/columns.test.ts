import { expect, test } from 'vitest'
import type { SpecCandidate } from '../../../packages/pgwright/src/twin/index.ts'
import type { PreparedStatement } from '../statements.ts'
import { columnsOf, indexOn, merged, permutations } from './columns.ts'

const orders = { schema: 'public', name: 'orders' }
const items = { schema: 'public', name: 'items' }
const index = (on: typeof orders, ...columns: string[]) => ({ spec: indexOn(on, columns) }) as SpecCandidate

test('the permutations of three columns up to two wide are three singles and six pairs', () => {
  const statement = { tables: [{ on: orders, columns: ['a', 'b', 'c'] }] } as unknown as PreparedStatement
  expect(permutations(statement, 2).map((spec) => columnsOf({ spec }).join())).toEqual([
    'a',
    'a,b',
    'a,c',
    'b',
    'b,a',
    'b,c',
    'c',
    'c,a',
    'c,b',
  ])
})

test('two indexes of a table merge to one that begins as the first does', () => {
  const spec = merged(index(orders, 'a', 'b'), index(orders, 'b', 'c'), 3)
  expect(spec && columnsOf({ spec })).toEqual(['a', 'b', 'c'])
})

test('nothing is merged over two tables, nor where it is too wide or one holds the other already', () => {
  expect(merged(index(orders, 'a'), index(items, 'b'), 3)).toBeNull()
  expect(merged(index(orders, 'a', 'b'), index(orders, 'c'), 2)).toBeNull()
  expect(merged(index(orders, 'a', 'b'), index(orders, 'a'), 3)).toBeNull()
})
