import { expect, test } from 'vitest'
import { fingerprint } from '../sql/index.ts'
import { writtenRows } from './written-rows.ts'

const table = { schema: 'S', name: 'Order' }

function written(sql: string, columns: string[]): number {
  const statement = { fingerprint: fingerprint(sql), sql, role: null, calls: 10, totalMs: 0, rows: 30 }
  return writtenRows({ source: '', statements: [statement], excluded: [] }, table, new Set(columns))
}

test('inserted rows are written into each index, updated ones where their columns are', () => {
  expect(written('insert into "S"."Order" (a) values ($1)', ['b'])).toBe(30)
  expect(written('update "Order" set a = $1 where id = $2', ['a', 'b'])).toBe(30)
  expect(written('update "Order" set a = $1 where id = $2', ['b'])).toBe(0)
})

test('other tables and reading do not count', () => {
  expect(written('insert into "T"."Order" (a) values ($1)', ['a'])).toBe(0)
  expect(written('delete from "Order" where a = $1', ['a'])).toBe(0)
  expect(written('select a from "Order"', ['a'])).toBe(0)
})
