import { type Change, type Plan, planVersion } from '../src/model/index.ts'

/** A plan with nothing but what it is to do. */
export function planOf(...changes: Change[]): Plan {
  return {
    format: 'pgwright-plan',
    schemaVersion: planVersion,
    createdAt: '2026-01-01T00:00:00.000Z',
    source: { database: 'test', serverVersion: '18' },
    workload: { source: 'test', statements: [], excluded: [] },
    costBefore: 0,
    costAfter: 0,
    changes,
    rejected: [],
    trial: null,
  }
}
