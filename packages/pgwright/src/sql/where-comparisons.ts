import type { Node } from './parser.ts'
import { bareName, type ColumnUse, columnUse } from './plan-expression.ts'
import { isSame, type Place, parsedCondition, type WhereCondition, whereConditions } from './where-conditions.ts'

/** `left operator right`, one of the conditions that a WHERE clause joins by AND, with its place in the text. */
export interface WhereComparison extends Place {
  readonly left: Side
  readonly operator: string
  readonly right: Side
  /** What the query takes its rows from. */
  readonly from: readonly Node[]
}

interface Side {
  readonly node: Node
  readonly text: string
}

/** Of every query in one SELECT, the arms of a UNION too. Those whose place in the text is not certain are left out. */
export function whereComparisons(sql: string): WhereComparison[] {
  return whereConditions(sql).flatMap((condition) => comparisonIn(condition) ?? [])
}

function comparisonIn({ node, from, placeBy }: WhereCondition): WhereComparison | null {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP') return null
  const { lexpr, rexpr, name, location = 0 } = node.A_Expr
  const place = placeBy(location)
  if (lexpr === undefined || rexpr === undefined || place === null) return null
  const { before, after } = place
  // An operator can be more than its first token.
  if (!isSame(parsedCondition(before), lexpr) || !isSame(parsedCondition(after), rexpr)) return null
  const [left, right] = [
    { node: lexpr, text: before },
    { node: rexpr, text: after },
  ]
  return { ...place, left, operator: bareName(name), right, from }
}

/** The name under which a query knows a column, where the node is that and nothing else. */
export function plainColumn(node: Node): ColumnUse | null {
  return 'ColumnRef' in node ? columnUse(node) : null
}
