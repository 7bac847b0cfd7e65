import { expect, test } from 'vitest'
import type { StatementCounter, StatementCounters } from './counters.ts'
import { workloadBetween, workloadOf } from './workload.ts'

const counter: StatementCounter = {
  role: 'app',
  sql: 'select * from t where id = $1',
  calls: 10,
  totalMs: 100,
  rows: 10,
  squaredMs: 1000,
  blocks: 30,
  countedSince: '2024-01-01T00:00:00.000Z',
}

function counters(
  entries: Record<string, Partial<StatementCounter>>,
  rest: Partial<StatementCounters> = {},
): StatementCounters {
  return {
    takenAt: '2024-02-01T00:00:00.000Z',
    resetAt: '2024-01-01T00:00:00.000Z',
    evictions: 0,
    hidden: 0,
    entries: new Map(Object.entries(entries).map(([key, entry]) => [key, { ...counter, ...entry }])),
    ...rest,
  }
}

test('a counter that rose counts by how much', () => {
  const workload = workloadBetween(counters({ a: {} }), counters({ a: { calls: 15, totalMs: 160, rows: 12 } }))
  expect(workload.statements).toMatchObject([{ calls: 5, totalMs: 60, rows: 2 }])
  expect(workload.source).not.toContain('at least')
})

test('a counter that did not move is no part of the workload', () => {
  expect(workloadBetween(counters({ a: {} }), counters({ a: {} })).statements).toEqual([])
})

test('a statement that is new counts in full', () => {
  const workload = workloadBetween(counters({}), counters({ a: { calls: 3 } }))
  expect(workload.statements).toMatchObject([{ calls: 3 }])
  expect(workload.source).not.toContain('at least')
})

test.each([
  ['its calls fell', { calls: 3 }, {}],
  ['its time fell', { calls: 12, totalMs: 1 }, {}],
  ['it was counted anew', { calls: 12, countedSince: '2024-01-31T00:00:00.000Z' }, {}],
])('a statement counts with its new value, at least, when %s', (_, entry, rest) => {
  const workload = workloadBetween(counters({ a: {} }), counters({ a: entry }, rest))
  expect(workload.statements).toMatchObject([{ calls: entry.calls }])
  expect(workload.source).toMatch(/, at least$/)
})

test.each([
  ['everything was reset', counters({ a: { calls: 12 } }, { resetAt: '2024-01-31T00:00:00.000Z' })],
  ['entries were evicted', counters({ a: { calls: 12 } }, { evictions: 7 })],
  ['a statement is gone', counters({})],
])('the source says at least when %s', (_, after) => {
  expect(workloadBetween(counters({ a: {} }), after).source).toMatch(/, at least$/)
})

test('rows of one fingerprint and role are one statement, those of two roles are two', () => {
  const { statements } = workloadOf(
    counters({
      a: {},
      b: { sql: 'SELECT *  FROM t WHERE id = $1' },
      c: { role: 'admin', totalMs: 7 },
      d: { role: null },
    }),
  )
  expect(statements.map(({ role, calls, totalMs }) => [role, calls, totalMs])).toEqual([
    ['app', 20, 200],
    [null, 10, 100],
    ['admin', 10, 7],
  ])
})

test('a statement whose text nobody has read is left out, and said to be', () => {
  const workload = workloadOf(counters({ a: { sql: null } }))
  expect(workload.statements).toEqual([])
  expect(workload.excluded).toEqual([{ sql: '…', reason: 'Its text was not read.' }])
})
