import { expect, test } from 'vitest'
import { partitioning } from './partitioning.ts'

test.each([
  ['orders by range (created_at) every 1 month', 'orders', 'created_at', { method: 'range', every: '1 month' }],
  ['"S 1"."O by r" BY RANGE(id) AT 10, 20', '"S 1"."O by r"', 'id', { method: 'range', bounds: ['10', '20'] }],
  ['o by list ("s t") in new,paid|done', 'o', '"s t"', { method: 'list', values: [['new', 'paid'], ['done']] }],
  ['o by hash (id) into 8', 'o', 'id', { method: 'hash', partitions: 8 }],
])('%s is understood', (text, table, column, by) => {
  expect(partitioning(text)).toEqual({ kind: 'partition', table, column, by })
})

test.each(['orders', 'orders by range (at)', 'orders by hash (id) into many', 'orders by list (a) every 3'])(
  '%s is refused, and what is expected is said',
  (text) => {
    expect(() => partitioning(text)).toThrow(expect.objectContaining({ code: 'usage' }))
  },
)
