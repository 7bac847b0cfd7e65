import { expect, test } from 'vitest'
import { effectsOf, type PlannedEffect } from './effects.ts'

/** A statement, and of each of its ways the share of its calls and the costs without and with a change. */
function effects(sql: string, calls: number, ways: readonly [share: number, before: number, after: number][]) {
  const statement = { fingerprint: sql, sql, role: null, calls, totalMs: 0, rows: 0 }
  const context = { role: null, settings: {} }
  const plan = { 'Node Type': 'Result', 'Total Cost': 0, 'Startup Cost': 0, 'Plan Rows': 0, 'Plan Width': 0 }
  const generic = { plan, settings: {} }
  return ways.map(([share, before, after]): PlannedEffect => {
    const planned = { statement, share, weight: share * calls, sql, context, plan, accesses: [], generic, drawn: false }
    return { planned, before, after }
  })
}

const mixed = effects('select 1', 10, [
  [0.5, 100, 20],
  [0.5, 40, 40],
])
const dearer = effects('select 2', 2, [[1, 10, 15]])
const same = effects('select 3', 99, [[1, 7, 7]])

test('a statement is told once, by what a call costs on an average over the ways in which it is planned', () => {
  const { benefit, gains } = effectsOf(mixed)
  expect(benefit).toEqual({ total: 400, queries: [{ fingerprint: 'select 1', costBefore: 70, costAfter: 30 }] })
  expect(gains).toMatchObject([{ sql: 'select $1', calls: 10, costBefore: 70, costAfter: 30 }])
})

test('what becomes dearer is told by itself, and what stays as it is not at all', () => {
  const { gains, losses } = effectsOf([...dearer, ...same, ...mixed])
  expect(gains.map(({ fingerprint }) => fingerprint)).toEqual(['select 1'])
  expect(losses.map(({ fingerprint }) => fingerprint)).toEqual(['select 2'])
})

test('the range of the benefit is that of the worst and the best values of each statement', () => {
  expect(effectsOf([...mixed, ...dearer]).confidence).toEqual({ low: -10, high: 790, valueSets: 3 })
})

test('the statement that the workload gains most by comes first, however little a call gains', () => {
  const often = effects('select often', 1000, [[1, 3, 2]])
  expect(effectsOf([...mixed, ...often]).gains[0]?.fingerprint).toBe('select often')
})

test('a long text is cut, and shows no literal', () => {
  const [gain] = effectsOf(effects(`select 'hunter2'${', 1'.repeat(100)}`, 1, [[1, 2, 1]])).gains
  expect(gain?.sql).toMatch(/^select \$1, .*…$/)
  expect(gain?.sql.length).toBe(100)
})
