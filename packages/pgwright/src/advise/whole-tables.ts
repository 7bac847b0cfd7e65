import type { ColumnStatistics, Relation, Snapshot } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { Partitions } from './partitions.ts'

/**
 * The snapshot with partitioned tables as wholes: sizes and counters are the sums of their partitions', for PostgreSQL
 * keeps none of its own, and every column has statistics that some partition has. Not for a twin, which must be told
 * what the source's planner is.
 */
export function withWholeTables(snapshot: Snapshot): Snapshot {
  if (!snapshot.relations.some(({ kind }) => kind === 'partitioned')) return snapshot
  const partitions = new Partitions(snapshot)
  const byTable = new Map<string, ColumnStatistics[]>()
  for (const one of snapshot.columnStatistics) {
    const table = quoteQualified(one.schema, one.table)
    const known = byTable.get(table)
    if (known === undefined) byTable.set(table, [one])
    else known.push(one)
  }
  const statistics: ColumnStatistics[] = snapshot.columnStatistics.filter(
    ({ schema, table }) => !isPartitioned(snapshot, schema, table),
  )
  const relations = snapshot.relations.map((relation) => {
    if (relation.kind !== 'partitioned') return relation
    const leaves = partitions.leavesOf(relation)
    statistics.push(...wholeStatistics(relation, leaves, byTable))
    return { ...relation, size: sumOf(leaves), activity: activityOf(leaves) }
  })
  return { ...snapshot, relations, columnStatistics: statistics }
}

function isPartitioned({ relations }: Snapshot, schema: string, table: string): boolean {
  return relations.some((one) => one.kind === 'partitioned' && one.name === table && one.schema === schema)
}

function sumOf(leaves: readonly Relation[]): Relation['size'] {
  const sum = (of: keyof Relation['size']) => leaves.reduce((total, { size }) => total + Math.max(0, size[of]), 0)
  return {
    pages: sum('pages'),
    tuples: sum('tuples'),
    allVisiblePages: sum('allVisiblePages'),
    allFrozenPages: sum('allFrozenPages'),
    blocks: sum('blocks'),
  }
}

type Activity = NonNullable<Relation['activity']>

function activityOf(leaves: readonly Relation[]): Activity | null {
  const known = leaves.flatMap(({ activity }) => activity ?? [])
  if (known.length === 0) return null
  const sum = (of: keyof Activity) => known.reduce((total, activity) => total + activity[of], 0)
  return {
    inserts: sum('inserts'),
    updates: sum('updates'),
    hotUpdates: sum('hotUpdates'),
    deletes: sum('deletes'),
    sequentialScans: sum('sequentialScans'),
    indexScans: sum('indexScans'),
    deadRows: sum('deadRows'),
  }
}

/**
 * Its own where `ANALYZE` was run on it, which autovacuum never does, else those of its largest partition, as
 * `inherited: false`. How far rows lie in order is a matter of each partition: over all of them, the partitions' own
 * order would show.
 */
function wholeStatistics(
  { schema, name, columns }: Relation,
  leaves: readonly Relation[],
  byTable: ReadonlyMap<string, readonly ColumnStatistics[]>,
): ColumnStatistics[] {
  const own = byTable.get(quoteQualified(schema, name)) ?? []
  const bySize = [...leaves].sort((a, b) => b.size.tuples - a.size.tuples)
  return columns.flatMap(({ name: column }) => {
    const partition = bySize
      .flatMap((leaf) => byTable.get(quoteQualified(leaf.schema, leaf.name)) ?? [])
      .find((one) => one.column === column && !one.inherited)
    const whole = own.find((one) => one.column === column) ?? partition
    if (whole === undefined) return []
    return { ...whole, schema, table: name, correlation: partition?.correlation ?? whole.correlation }
  })
}
