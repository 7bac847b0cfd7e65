import { bareName, expression, type Node } from '../../../sql/index.ts'

/** Whether a condition, as `pg_get_expr` prints it, lets every row pass, whoever asks. */
export function isAlwaysTrue(condition: string | null): boolean {
  const tree = condition === null ? null : expression(condition)
  return tree !== null && holdsAlways(tree)
}

function holdsAlways(node: Node): boolean {
  if ('A_Const' in node) return node.A_Const.boolval?.boolval === true
  if ('BoolExpr' in node) {
    const args = node.BoolExpr.args ?? []
    return node.BoolExpr.boolop === 'OR_EXPR'
      ? args.some(holdsAlways)
      : node.BoolExpr.boolop === 'AND_EXPR' && args.every(holdsAlways)
  }
  if (!('A_Expr' in node) || bareName(node.A_Expr.name) !== '=') return false
  const { lexpr, rexpr } = node.A_Expr
  const constants = [lexpr, rexpr].map((side) => (side !== undefined && 'A_Const' in side ? constantText(side) : null))
  return constants[0] !== null && constants[0] === constants[1]
}

/** Without where it stands in the text. */
function constantText({ A_Const: { location: _, ...value } }: Extract<Node, { A_Const: unknown }>): string {
  return JSON.stringify(value)
}
