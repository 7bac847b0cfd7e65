import type { Relation } from '../../model/index.ts'
import type { Node } from '../../sql/index.ts'
import type { StatementEffects } from '../effects/effects.ts'

const changes = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']

/**
 * Tables of which a block, a function or a query's `with` changed rows that it looked for from the table's beginning to its
 * end, as what names its rows does not. How many it changes there no empty copy can tell.
 */
export function changedWithin(
  { writes, scans }: StatementEffects,
  tree: Node | null,
  find: (relation: string) => Relation | null,
): Relation[] {
  if (tree !== null && changes.some((kind) => kind in tree)) return []
  return writes.filter((name) => scans.includes(name)).flatMap((name) => find(name) ?? [])
}
