import type { Snapshot } from '../../packages/pgwright/src/model/index.ts'
import { readTpch } from '../tpch-snapshot.ts'

/** They cost so much without an index that nothing else would count, and the published figures leave them out. */
const leftOut = new Set(['02', '17', '20'])

/** TPC-H with its primary keys, each of 19 queries once. */
export async function tpchWorkload(): Promise<Snapshot> {
  const { snapshot, queries } = await readTpch()
  const statements = [...queries].flatMap(([number, sql]) =>
    leftOut.has(number)
      ? []
      : { fingerprint: number, sql: sql.trim().replace(/;$/, ''), role: null, calls: 1, totalMs: 0, rows: 0 },
  )
  return { ...snapshot, workload: { source: 'TPC-H', statements, excluded: [] } }
}

/**
 * As the published figures were measured: no index at all, not even the primary keys, and no parallel plans. A share of
 * "no index" means something else where keys are there already.
 */
export function asPublished(snapshot: Snapshot): Snapshot {
  const settings = snapshot.settings.map((one) =>
    one.name === 'max_parallel_workers_per_gather' ? { ...one, setting: '0' } : one,
  )
  return {
    ...snapshot,
    settings,
    indexes: [],
    constraints: snapshot.constraints.filter(({ kind }) => kind === 'not-null'),
  }
}
