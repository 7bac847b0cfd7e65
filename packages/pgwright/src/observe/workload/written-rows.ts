import type { Node } from '../../sql/index.ts'

/** Rows that a call writes or reads as far as the text tells: those of `insert … values`, else one. */
export function writtenRows(tree: readonly Node[] | null): number {
  const [statement] = tree ?? []
  if (statement === undefined || !('InsertStmt' in statement)) return 1
  const select = statement.InsertStmt.selectStmt
  if (select === undefined || !('SelectStmt' in select)) return 1
  return Math.max(1, select.SelectStmt.valuesLists?.length ?? 1)
}
