import { expect, test } from 'vitest'
import { planOf } from '../../test/plan.ts'
import type { Plan, Trial } from '../model/index.ts'
import { createColors } from './colors.ts'
import { planReport } from './plan-report.ts'

function measurement(p50Ms: number) {
  return { runs: 9, p50Ms, p95Ms: p50Ms, minMs: p50Ms, maxMs: p50Ms, buffers: null }
}

const query = { fingerprint: 'f00', sql: 'select a from t', calls: 5, sameResult: true }
const trial: Trial = {
  measuredAt: '',
  on: 'a copy',
  repeats: 9,
  queries: [
    { ...query, before: measurement(2), after: measurement(4), confidence: 0.996, slower: true },
    { ...query, before: measurement(2), after: measurement(2) },
  ],
  writes: [],
  sizeBytes: 8192,
  buildMs: 20,
  calibration: { statements: 12, rankCorrelation: 0.912, medianRatio: 1.34 },
  verdict: 'pays',
  reason: 'It does.',
  notRun: [],
}
const report = (plan: Plan) => planReport(plan, createColors(false))

test('what is slower is named, with its fingerprint and text, and how sure that is', () => {
  const text = report({ ...planOf(), trial })
  expect(text).toContain('SLOWER: f00, from 2.00 ms to 4.00 ms: select a from t')
  expect(text).toMatch(/-100 % +99\.6 % +yes/)
  expect(text).toMatch(/0 % +same plan +yes/)
})

test('how well the estimates foretold it is told', () => {
  expect(report({ ...planOf(), trial })).toContain(
    'Estimates against measurements, 12 statements: rank correlation of the gains is 0.91; the share that was estimated to be gained is 1.34 times the measured one (median).',
  )
})

test('what cold runs read is told, and why there are none', () => {
  const cold = (p50Ms: number, buffersRead: number) => ({ runs: 3, p50Ms, buffersRead })
  const [first] = trial.queries
  const queries = first === undefined ? [] : [{ ...first, cold: { before: cold(20, 300), after: cold(3, 1) } }]
  const text = report({ ...planOf(), trial: { ...trial, queries, notCold: [{ fingerprint: null, reason: 'So.' }] } })
  expect(text).toContain('f00: 20.0 ms with 300 pages read before, 3.00 ms with 1 page read after: select a from t')
  expect(text).toContain('Not cold: no statement, So.')
})
