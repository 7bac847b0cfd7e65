import { expect, test } from 'vitest'
import { changeNote } from './change-note.ts'

const gain = { fingerprint: 'f00', sql: 'select … from orders', calls: 500, costBefore: 1583, costAfter: 193 }
const details = {
  gains: [gain],
  losses: [],
  replaces: ['"public"."orders_a"'],
  buildMs: 3200,
  lock: 'ShareUpdateExclusiveLock',
  writes: { entries: 2000, heapOnlyLost: 30, walBytes: 2 ** 20 },
  confidence: { low: 400_000, high: 900_000, valueSets: 3 },
  caveats: ['It is new.'],
}
const change = {
  id: 'x',
  kind: 'create-index' as const,
  schema: 'public',
  table: 'orders',
  sql: '',
  rollbackSql: '',
  sizeBytes: 9.2 * 2 ** 20,
  benefit: { total: 695_000, queries: [] },
  writeCost: 780,
  reason: 'Serves one statement.',
  forms: null,
  dependsOn: [],
}

test('a new index has a line each for gains, what goes, size and building, writes, and how sure that is', () => {
  expect(changeNote({ ...change, details })).toEqual([
    'Serves one statement.',
    'f00 gains: 1,583 → 193 a call, 500 calls: select … from orders',
    'Replaces "public"."orders_a", dropped below.',
    'About 9.2 MB; builds in about 3 s where nothing else runs, twice that concurrently (estimate); SHARE UPDATE EXCLUSIVE, others read and write meanwhile',
    "Costs writes 780 of the planner's units: 2,000 index entries, 30 heap-only updates, 1.0 MB of WAL (estimates).",
    "Saves 695,000 of the planner's units; from 57 % to 129 % of that with the worst and the best of 3 sets of values.",
    'Mind: It is new.',
  ])
})

test('an index of a table that is only deleted from is told what vacuum does for it, and one that nothing reaches has no writes', () => {
  const writes = { entries: 0, heapOnlyLost: 0, walBytes: 0 }
  expect(changeNote({ ...change, writeCost: 40, details: { ...details, writes } })).toContain(
    "Costs writes 40 of the planner's units: 0 index entries, 0 B of WAL (estimates).",
  )
  expect(changeNote({ ...change, writeCost: 0, details: { ...details, writes } })).toContain(
    'The workload writes nothing into it.',
  )
})

test('only the statements that matter most are named', () => {
  const lines = changeNote({ ...change, details: { ...details, gains: Array.from({ length: 5 }, () => gain) } })
  expect(lines.filter((line) => line.startsWith('f00'))).toHaveLength(3)
  expect(lines).toContain('and 2 more statements gaining')
})

test('a change of an older plan, which has no figures of its own, is told by its reason and size', () => {
  expect(changeNote(change)).toEqual(['Serves one statement.', 'About 9.2 MB'])
})
