import { expect, test } from 'vitest'
import { planOf } from '../../test/plan.ts'
import type { Change } from '../model/index.ts'
import { calibrationOf } from './calibration.ts'

function measured(fingerprint: string, beforeMs: number, afterMs: number) {
  const measurement = { runs: 9, p50Ms: 0, p95Ms: 0, minMs: 0, maxMs: 0, buffers: null }
  const perCall = { beforeMs, afterMs, gainMs: beforeMs - afterMs, confidence: 1 }
  return { fingerprint, calls: 10, comparison: { before: measurement, after: measurement, perCall } }
}

function change(queries: Change['benefit']['queries']): Change {
  const worth = { sizeBytes: 0, benefit: { total: 0, queries }, writeCost: 0, reason: '', dependsOn: [], trial: null }
  const nothing = { sql: '', rollbackSql: '', steps: [], rollback: [], forms: null }
  return { id: '', kind: 'create-index', schema: 'public', table: 't', ...nothing, ...worth }
}

const estimates = [
  { fingerprint: 'a', costBefore: 1000, costAfter: 100 },
  { fingerprint: 'b', costBefore: 100, costAfter: 20 },
  { fingerprint: 'c', costBefore: 50, costAfter: 50 },
]

test('gains in the order that was estimated correlate, and the ratio tells by how much they are over-estimated', () => {
  const trials = [measured('a', 10, 5.5), measured('b', 2, 1.2), measured('c', 1, 1)]
  const calibration = calibrationOf({ ...planOf(), estimates }, [], trials)
  expect(calibration).toMatchObject({ statements: 3 })
  expect(calibration?.rankCorrelation).toBeCloseTo(1)
  expect(calibration?.medianRatio).toBeCloseTo(2)
})

test('only indexes that were thrown out are taken off: what brings its own calls is not in the estimates', () => {
  const trials = [measured('a', 10, 5.5), measured('b', 2, 1.2), measured('c', 1, 1)]
  const index = change([{ fingerprint: 'a', costBefore: 1000, costAfter: 100 }])
  const forms = { before: [], after: [], values: 'select', role: null }
  const plan = { ...planOf(), estimates }
  expect(calibrationOf(plan, [{ ...index, forms }], trials)).toEqual(calibrationOf(plan, [], trials))
  expect(calibrationOf(plan, [index], trials)?.medianRatio).toBeCloseTo(1)
})

test('a plan without estimates for its statements has no calibration, nor has one measured statement', () => {
  expect(calibrationOf(planOf(), [], [measured('a', 2, 1), measured('b', 2, 1)])).toBeNull()
  expect(calibrationOf({ ...planOf(), estimates }, [], [measured('a', 2, 1)])).toBeNull()
})
