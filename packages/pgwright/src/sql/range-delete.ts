import { holds, type Node, tryParse } from './parser.ts'
import { bareName, columnsOf, columnUse, conjuncts } from './plan-expression.ts'

/** A `DELETE` of all rows whose column is below some value. */
export interface RangeDelete {
  /** Null where it is to be looked up. */
  readonly schema: string | null
  readonly table: string
  readonly column: string
}

type RangeVar = Extract<Node, { RangeVar: unknown }>['RangeVar']

/**
 * Reads `delete from t where at < …`, and the same a portion at a time: `… where id in (select id from t where at < …
 * limit 1000)`. Null where anything else decides on what is deleted, or what is deleted is read.
 */
export function rangeDelete(sql: string): RangeDelete | null {
  const [statement, another] = tryParse(sql) ?? []
  if (statement === undefined || another !== undefined || !('DeleteStmt' in statement)) return null
  const { relation, whereClause, ...rest } = statement.DeleteStmt
  if (relation?.relname === undefined || whereClause === undefined || Object.keys(rest).length > 0) return null
  const column = columnBelow(whereClause) ?? columnBelow(portionOf(whereClause, relation))
  return column === null ? null : { schema: relation.schemaname ?? null, table: relation.relname, column }
}

/** The column of which every condition is a range, at least one of them with an upper end. */
function columnBelow(condition: Node | null): string | null {
  const ranges = condition === null ? [] : conjuncts(condition).map(rangeOf)
  const [first] = ranges
  if (first == null || ranges.some((range) => range?.column !== first.column)) return null
  return ranges.some((range) => range?.below) ? first.column : null
}

function rangeOf(node: Node): { readonly column: string; readonly below: boolean } | null {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return null
  const { lexpr, rexpr, name } = node.A_Expr
  const operator = bareName(name)
  if (lexpr === undefined || rexpr === undefined || !['<', '<=', '>', '>='].includes(operator)) return null
  const [left, right] = [columnUse(lexpr), columnUse(rexpr)]
  const below = operator.startsWith('<')
  if (left !== null && isValue(rexpr)) return { column: left.column, below }
  return right !== null && isValue(lexpr) ? { column: right.column, below: !below } : null
}

/** The same for each row of the table. */
function isValue(node: Node): boolean {
  return columnsOf(node).length === 0 && !holds(node, (inner) => 'SubLink' in inner)
}

/** What decides only on which of the rows come first. */
const harmless: ReadonlySet<string> = new Set(['op', 'sortClause', 'limitCount', 'limitOption', 'lockingClause'])

/** The condition of `key in (select key from the same table where …)`, in some order and up to a limit. */
function portionOf(condition: Node, { relname, schemaname }: RangeVar): Node | null {
  const [query, key] = subqueryOf(condition)
  if (query === undefined || key === undefined || !('SelectStmt' in query)) return null
  const { fromClause = [], targetList = [], whereClause, ...rest } = query.SelectStmt
  const [from, joined] = fromClause
  const [target, other] = targetList
  if (from === undefined || joined !== undefined || target === undefined || other !== undefined) return null
  if (!('RangeVar' in from) || from.RangeVar.relname !== relname || from.RangeVar.schemaname !== schemaname) return null
  if (rest.op !== 'SETOP_NONE' || Object.keys(rest).some((clause) => !harmless.has(clause))) return null
  const selected = 'ResTarget' in target && target.ResTarget.val !== undefined ? columnUse(target.ResTarget.val) : null
  return selected !== null && selected.column === columnUse(key)?.column ? (whereClause ?? null) : null
}

/** Of `key in (select …)` and `key = any (array(select …))`. */
function subqueryOf(condition: Node): [Node | undefined, Node | undefined] {
  if ('SubLink' in condition && condition.SubLink.subLinkType === 'ANY_SUBLINK')
    return [condition.SubLink.subselect, condition.SubLink.testexpr]
  if (!('A_Expr' in condition) || condition.A_Expr.kind !== 'AEXPR_OP_ANY') return [undefined, undefined]
  const { name, lexpr, rexpr } = condition.A_Expr
  if (bareName(name) !== '=' || rexpr === undefined || !('SubLink' in rexpr)) return [undefined, undefined]
  return rexpr.SubLink.subLinkType === 'ARRAY_SUBLINK' ? [rexpr.SubLink.subselect, lexpr] : [undefined, undefined]
}
