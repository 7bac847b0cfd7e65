import type { ColumnStatistics, Snapshot } from '../../../model/index.ts'
import { keyOf } from '../names.ts'
import type { TableContents } from './index-growth.ts'

/** By quoted, qualified name. */
export function contentsByTable(snapshot: Snapshot): ReadonlyMap<string, TableContents> {
  const statistics = new Map<string, Map<string, ColumnStatistics>>()
  for (const entry of snapshot.columnStatistics) {
    if (entry.inherited) continue
    const table = keyOf({ schema: entry.schema, name: entry.table })
    const columns = statistics.get(table) ?? new Map<string, ColumnStatistics>()
    statistics.set(table, columns.set(entry.column, entry))
  }
  return new Map(
    snapshot.relations.map((relation) => [
      keyOf(relation),
      {
        rows: Math.max(0, relation.size.tuples),
        statistics: statistics.get(keyOf(relation)) ?? new Map(),
        types: new Map(relation.columns.map(({ name, type }) => [name, type])),
      },
    ]),
  )
}
