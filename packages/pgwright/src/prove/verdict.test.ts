import { expect, test } from 'vitest'
import type { Change } from '../model/index.ts'
import { type Comparison, perCall, type Run } from './difference.ts'
import { measurementOf } from './measurement.ts'
import { type Evidence, judge } from './verdict.ts'

const create = { kind: 'create-index' } as Change
const drop = { kind: 'drop-index' } as Change

function comparison(beforeMs: number, afterMs: number): Comparison {
  const runs = (ms: number): Run[] => [1, 2, 3].map((i) => ({ values: 0, elapsedMs: ms + i / 1000 }))
  const [before, after] = [runs(beforeMs), runs(afterMs)]
  return { before: measurementOf(before, null), after: measurementOf(after, null), perCall: perCall(before, after) }
}

function evidence(given: Partial<Evidence>): Evidence {
  return { statements: [], writes: null, writtenRows: 0, sizeBytes: 2 ** 20, notRun: 0, ...given }
}

test('an index pays where statements gain', () => {
  const statements = [{ calls: 10, comparison: comparison(100, 5) }]
  expect(judge(create, evidence({ statements }))).toEqual({
    verdict: 'pays',
    reason: '1 statement gains, the one that gains most goes from 100 ms to 5 ms.',
  })
})

test('an index does not pay where writing costs more than reading saves', () => {
  const statements = [{ calls: 1, comparison: comparison(100, 5) }]
  const writes = { ...comparison(50, 100), rows: 1000 }
  expect(judge(create, evidence({ statements, writes, writtenRows: 10_000 }))).toEqual({
    verdict: 'does-not-pay',
    reason: 'Over all calls of the workload reading saves 95 ms and writing costs 500 ms.',
  })
})

test('an index does not pay where other statements lose more than one gains', () => {
  const statements = [
    { calls: 1, comparison: comparison(100, 5) },
    { calls: 1000, comparison: comparison(1, 2) },
  ]
  expect(judge(create, evidence({ statements })).reason).toBe('Over all calls of the workload reading costs 905 ms.')
})

test('an index that is for statements that could not be run is undecided', () => {
  expect(judge(create, evidence({ notRun: 1 })).verdict).toBe('undecided')
})

test('an index may go where no statement is slower, and stays where one is', () => {
  const [same, slower] = [comparison(10, 10.1), comparison(1, 8)]
  expect(judge(drop, evidence({ statements: [{ calls: 1, comparison: same }] }))).toEqual({
    verdict: 'pays',
    reason: 'No statement is slower without it; 1 MiB are freed.',
  })
  expect(judge(drop, evidence({ statements: [same, slower].map((c) => ({ calls: 1, comparison: c })) }))).toEqual({
    verdict: 'does-not-pay',
    reason: 'Without it 1 statement would be slower; the worst goes from 1 ms to 8 ms.',
  })
})
