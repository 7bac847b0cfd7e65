import { type KeyExpression, tryParse } from '../../sql/index.ts'

/** Whether a key is a column under a cast and nothing else: `(code)::integer`. */
export function isCast({ column }: KeyExpression): boolean {
  const [statement] = tryParse(`select ${column}`) ?? []
  const target = statement !== undefined && 'SelectStmt' in statement ? statement.SelectStmt.targetList?.[0] : undefined
  let node = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined
  if (node === undefined || !('TypeCast' in node)) return false
  while (node !== undefined && 'TypeCast' in node) node = node.TypeCast.arg
  return node !== undefined && 'ColumnRef' in node
}
