import type { Index, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { innerLevels } from '../indexes/tree-height.ts'

/** Heights of the B-trees whose metapage could not be read: from the index's length and the average width of its keys. */
export function derivedHeights({ indexes, columnStatistics }: Snapshot): Map<Index, number> {
  const widths = new Map<string, number>()
  // Statistics of an expression are kept under the index, in a column that PostgreSQL has named.
  const expressionWidths = new Map<string, number>()
  for (const { schema, table, column, position, averageWidth } of columnStatistics) {
    const relation = quoteQualified(schema, table)
    if (position === null) widths.set(`${relation}.${column}`, averageWidth)
    else expressionWidths.set(relation, (expressionWidths.get(relation) ?? 0) + averageWidth)
  }
  const derived = new Map<Index, number>()
  for (const index of indexes) {
    if (index.method !== 'btree' || index.height !== null) continue
    const table = quoteQualified(index.schema, index.table)
    const ofColumns = index.keys.flatMap(({ column }) =>
      column === null ? [] : [widths.get(`${table}.${column}`) ?? 8],
    )
    const ofExpressions = expressionWidths.get(quoteQualified(index.schema, index.name)) ?? 0
    const keyWidthBytes = ofColumns.reduce((sum, width) => sum + width, ofExpressions)
    derived.set(index, innerLevels(Math.max(0, index.size.blocks - 1), keyWidthBytes).length)
  }
  return derived
}
