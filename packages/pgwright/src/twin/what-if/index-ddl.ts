import { type Node, tryParse } from '../../sql/index.ts'

/** The name that a `CREATE INDEX` gives; null where it gives none, or is something else. */
export function indexNameOf(ddl: string): string | null {
  const [statement] = tryParse(ddl) ?? []
  const index = statement as Extract<Node, { IndexStmt: unknown }> | undefined
  return index?.IndexStmt?.idxname ?? null
}
