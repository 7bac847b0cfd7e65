import type { Relation } from '../../model/index.ts'
import type { Node } from '../../sql/index.ts'
import type { StatementEffects } from '../effects/effects.ts'

/**
 * Tables of which a block, a function, `merge` or a query's `with` changed rows that it looked for from the table's beginning
 * to its end, as what names its rows does not. How many it changes there no empty copy can tell.
 */
export function changedWithin(
  { writes, scans }: StatementEffects,
  tree: Node | null,
  find: (relation: string) => Relation | null,
): Relation[] {
  const written = tree === null ? undefined : tableWritten(tree)
  return writes
    .filter((name) => scans.includes(name))
    .flatMap((name) => find(name) ?? [])
    .filter(({ schema, name }) => name !== written?.relname || (written.schemaname ?? schema) !== schema)
}

/** What the statement itself says that it writes, which is looked at where its condition can be. */
function tableWritten(tree: Node): { readonly schemaname?: string; readonly relname?: string } | undefined {
  const { InsertStmt, UpdateStmt, DeleteStmt } = tree as Record<
    string,
    { relation?: { schemaname?: string; relname?: string } } | undefined
  >
  return (InsertStmt ?? UpdateStmt ?? DeleteStmt)?.relation
}
