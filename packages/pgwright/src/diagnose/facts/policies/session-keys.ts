import { bareName, columnsOf, columnUse, conjuncts, expression, holds, type Node } from '../../../sql/index.ts'

/** A condition that every row must meet: a column, or an expression of one, equal to what the session says. */
export interface SessionKey {
  readonly column: string
  /** The column itself is compared, and not a function or a cast of it. */
  readonly bare: boolean
  /** As PostgreSQL's parser names it: `text`, where the column is cast to that. */
  readonly cast: string | null
}

/**
 * What of a policy's condition an index could answer.
 *
 * @param textColumns those whose cast to text is no work
 */
export function sessionKeys(condition: string | null, textColumns: ReadonlySet<string>): SessionKey[] {
  const tree = condition === null ? null : expression(condition)
  return tree === null ? [] : conjuncts(tree).flatMap((node) => keysIn(node, textColumns))
}

function keysIn(node: Node, textColumns: ReadonlySet<string>): SessionKey[] {
  if (!('A_Expr' in node) || bareName(node.A_Expr.name) !== '=') return []
  const { kind, lexpr, rexpr } = node.A_Expr
  if (lexpr === undefined || rexpr === undefined || (kind !== 'AEXPR_OP' && kind !== 'AEXPR_OP_ANY')) return []
  const found = [keyOf(lexpr, rexpr, textColumns)]
  if (kind === 'AEXPR_OP') found.push(keyOf(rexpr, lexpr, textColumns))
  return found.filter((key) => key !== null)
}

function keyOf(side: Node, other: Node, textColumns: ReadonlySet<string>): SessionKey | null {
  const [use, second] = columnsOf(side)
  if (use === undefined || second !== undefined || holds(side, (one) => 'SubLink' in one)) return null
  // In a query of its own the columns are another table's, or this one's: then there is a value for each row.
  const ownQuery = holds(other, (one) => 'SubLink' in one)
  if (!ownQuery && columnsOf(other).length > 0) return null
  if (!ownQuery && !holds(other, (one) => 'FuncCall' in one || 'SQLValueFunction' in one)) return null
  if (ownQuery && !isOfSession(other)) return null
  const bare = columnUse(side) !== null && (!('TypeCast' in side) || textColumns.has(use.column))
  const cast = 'TypeCast' in side ? bareName(side.TypeCast.typeName?.names) : null
  return { column: use.column, bare, cast }
}

/** A query that reads no table: `(select current_setting('app.tenant'))`. */
function isOfSession(node: Node): boolean {
  return !holds(node, (one) => 'RangeVar' in one || 'ColumnRef' in one)
}
