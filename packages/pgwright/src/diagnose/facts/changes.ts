import type { Change, Index, ObjectName } from '../../model/index.ts'
import { createIndexChange, dropIndexChange, readableIdentifier, readableQualified } from '../../sql/index.ts'

/** A check claims no gain: `prove` finds it, or `advise` for a workload. */
function withoutClaim(reason: string) {
  return { benefit: { total: 0, queries: [] }, writeCost: 0, reason, dependsOn: [] }
}

/** A change for `prove` and `apply` that drops an index of a table without partitions. */
export function dropIndex(
  index: Pick<Index, 'schema' | 'table' | 'name' | 'definition' | 'comment'> & { readonly sizeBytes: number },
  reason: string,
): Change {
  return dropIndexChange(index, index.sizeBytes, withoutClaim(reason))
}

/** One that builds a B-tree on columns of a table without partitions. */
export function createIndex(
  on: ObjectName,
  name: string,
  columns: readonly string[],
  sizeBytes: number,
  reason: string,
): Change {
  const keys = columns.map(readableIdentifier).join(', ')
  const sql = `create index concurrently ${readableIdentifier(name)} on ${readableQualified(on.schema, on.name)} (${keys})`
  return createIndexChange(on, name, sql, sizeBytes, withoutClaim(reason))
}
