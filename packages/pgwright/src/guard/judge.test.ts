import { expect, test } from 'vitest'
import { judge } from './judge.ts'
import type { WindowStatement } from './window.ts'

const orders = { table: 'public.orders', changeIds: ['a'], touches: (sql: string) => sql.includes('orders') }

function statement(sql: string, meanMs: number, figures: Partial<WindowStatement> = {}): WindowStatement {
  const variance = (meanMs / 2) ** 2
  return { fingerprint: sql, sql, role: 'app', calls: 400, meanMs, variance, blocksPerCall: 10, ...figures }
}

const others = (meanMs: number) => [1, 2, 3, 4, 5].map((i) => statement(`select from other_${i}`, meanMs))

function judged(before: readonly WindowStatement[], after: readonly WindowStatement[]) {
  const { verdict, drift, tables } = judge(before, after, [orders], 60_000)
  return { verdict, drift, statements: tables[0]?.statements.map((one) => one.verdict) }
}

test('what became clearly quicker is kept', () => {
  const result = judged([statement('select from orders', 10)], [statement('select from orders', 2)])
  expect(result).toEqual({ verdict: 'kept', drift: 1, statements: ['better'] })
})

test('what became clearly slower is worse, unless it looks at as many blocks as before', () => {
  const [before, after] = [statement('select from orders', 2), statement('select from orders', 10)]
  expect(judged([before], [{ ...after, blocksPerCall: 200 }]).statements).toEqual(['worse'])
  expect(judged([before], [after]).statements).toEqual(['undecided'])
})

test('a difference that chance can make decides nothing, nor do a few calls', () => {
  const before = statement('select from orders', 10, { variance: 10_000 })
  expect(judged([before], [{ ...before, meanMs: 14 }]).verdict).toBe('undecided')
  const rare = statement('select from orders', 10, { calls: 5 })
  expect(judged([rare], [{ ...rare, meanMs: 1 }]).verdict).toBe('undecided')
})

test('a server that is slower for all makes nothing worse', () => {
  const after = [...others(2), statement('select from orders', 20)]
  const result = judged([...others(1), statement('select from orders', 10)], after)
  expect(result).toEqual({ verdict: 'undecided', drift: 2, statements: ['undecided'] })
})

test('what writes pay for an index is set against what reads gain', () => {
  const before = [statement('select from orders', 50), statement('insert orders', 1, { calls: 1000 })]
  const after = [statement('select from orders', 1), statement('insert orders', 2, { calls: 1000, blocksPerCall: 15 })]
  expect(judged(before, after)).toMatchObject({ verdict: 'kept', statements: ['better', 'worse'] })
})

test('statements that are not called any more are not judged', () => {
  expect(judged([statement('select from orders', 50)], [])).toMatchObject({ verdict: 'undecided', statements: [] })
})
