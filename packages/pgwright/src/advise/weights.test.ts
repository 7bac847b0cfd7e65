import { expect, test } from 'vitest'
import type { PlannedStatement } from './planned-statement.ts'
import { requireTimes, type WeightBy, weighed } from './weights.ts'

function planned(calls: number, totalMs: number, cost: number): PlannedStatement {
  const statement = { fingerprint: '', sql: '', role: null, calls, totalMs, rows: 0 }
  const plan = { 'Node Type': 'Result', 'Total Cost': cost } as PlannedStatement['plan']
  const generic = { plan, settings: {} }
  return {
    statement,
    weight: calls,
    share: 1,
    sql: '',
    context: { role: null, settings: {} },
    plan,
    accesses: [],
    generic,
    drawn: false,
  }
}

const statements = [planned(100, 30, 10), planned(10, 70, 20), planned(5, 0, 4)]
const weights = (by: WeightBy) => weighed(statements, by).map(({ weight }) => weight)

test('by calls each statement weighs its calls', () => {
  expect(weights('calls')).toEqual([100, 10, 5])
})

test('by time the parts of the sum are those of the time, and the sum stays; without a time calls count', () => {
  const [first = 0, second = 0, third] = weights('time')
  expect(first * 10).toBeCloseTo(1200 * 0.3)
  expect(second * 20).toBeCloseTo(1200 * 0.7)
  expect(third).toBe(5)
})

test('by both it is the mean', () => {
  const [byCalls, byTime] = [weights('calls'), weights('time')]
  expect(weights('both')).toEqual(byCalls.map((calls, at) => (calls + (byTime[at] ?? 0)) / 2))
})

test('a workload without times can not be weighed by time', () => {
  const workload = { source: 'a.sql', statements: [planned(1, 0, 1).statement], excluded: [] }
  expect(() => requireTimes(workload, 'time')).toThrow(expect.objectContaining({ code: 'usage' }))
  requireTimes(workload, 'calls')
})
