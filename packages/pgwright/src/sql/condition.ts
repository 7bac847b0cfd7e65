import { type Node, walk } from './parser.ts'
import {
  bareName,
  type ColumnUse,
  columnsOf,
  columnUse,
  conjuncts,
  expression,
  mirroredOperators,
  type Operand,
  type OperatorNode,
  operand,
  withoutCasts,
} from './plan-expression.ts'

export interface Predicate {
  readonly kind: 'equal' | 'any' | 'above' | 'below' | 'is-null' | 'is-not-null' | 'true' | 'false'
  readonly use: ColumnUse
  readonly operand: Operand | null
}

/** A predicate that need not hold, and the operator that it comes from; `= any` where the column is the list. */
export interface Comparison extends Predicate {
  readonly operator: string
}

/** A condition of a plan: the predicates that all must hold, and every column that it mentions. */
export interface Condition {
  readonly predicates: readonly Predicate[]
  readonly columns: readonly ColumnUse[]
}

const nothing: Condition = { predicates: [], columns: [] }

/** Reads a filter, index or join condition as `EXPLAIN (VERBOSE)` prints it. */
export function readCondition(text: string): Condition {
  const tree = expression(text)
  if (tree === null) return nothing
  return { predicates: conjuncts(tree).flatMap(predicates), columns: columnsOf(tree) }
}

/** Every column that an expression of a plan mentions. */
export function readColumns(text: string): ColumnUse[] {
  const tree = expression(text)
  return tree === null ? [] : columnsOf(tree)
}

/**
 * Every comparison of a column that an expression holds, wherever it stands and whatever is done to the column first.
 * Unlike the predicates of {@link readCondition}, they need not hold: they tell what a parameter's values are like.
 */
export function readComparisons(text: string): Comparison[] {
  const found: Comparison[] = []
  walk(expression(text), (node) => {
    const comparison = node.A_Expr as OperatorNode | undefined
    if (comparison !== undefined) found.push(...likenesses(comparison))
  })
  return found
}

/** Settings that must have one certain value for a condition to hold: `current_setting('app.staff') = 'on'`. */
export function readRequiredSettings(text: string): { readonly name: string; readonly value: string }[] {
  const tree = expression(text)
  return (tree === null ? [] : conjuncts(tree)).flatMap((node) => {
    const { name, lexpr, rexpr } = 'A_Expr' in node ? node.A_Expr : {}
    if (bareName(name) !== '=' || lexpr === undefined || rexpr === undefined) return []
    const [left, right] = [operand(lexpr), operand(rexpr)]
    if (left.kind === 'setting' && right.kind === 'constant') return [{ name: left.name, value: right.value }]
    return left.kind === 'constant' && right.kind === 'setting' ? [{ name: right.name, value: left.value }] : []
  })
}

function predicates(node: Node): Predicate[] {
  const column = columnUse(node)
  if (column !== null) return [{ kind: 'true', use: column, operand: null }]
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR') {
    const [negated] = node.BoolExpr.args ?? []
    const use = negated === undefined ? null : columnUse(negated)
    return use === null ? [] : [{ kind: 'false', use, operand: null }]
  }
  if ('NullTest' in node) {
    const use = node.NullTest.arg === undefined ? null : columnUse(node.NullTest.arg)
    const kind = node.NullTest.nulltesttype === 'IS_NULL' ? 'is-null' : 'is-not-null'
    return use === null ? [] : [{ kind, use, operand: null }]
  }
  return 'A_Expr' in node ? comparison(node.A_Expr) : []
}

const mirrored = { equal: 'equal', any: 'any', above: 'below', below: 'above' } as const

function comparison({ kind, name, lexpr, rexpr }: OperatorNode): Predicate[] {
  const [operator] = name ?? []
  const symbol = operator !== undefined && 'String' in operator ? (operator.String.sval ?? '') : ''
  const relation = kind === 'AEXPR_OP_ANY' && symbol === '=' ? 'any' : kind === 'AEXPR_OP' ? relationOf(symbol) : null
  if (relation === null || lexpr === undefined || rexpr === undefined) return []
  const [left, right] = [columnUse(lexpr), columnUse(rexpr)]
  const sides: Predicate[] = []
  if (left !== null) sides.push({ kind: relation, use: left, operand: operand(rexpr) })
  if (right !== null && relation !== 'any')
    sides.push({ kind: mirrored[relation], use: right, operand: operand(lexpr) })
  return sides
}

function relationOf(symbol: string): 'equal' | 'above' | 'below' | null {
  if (symbol === '=') return 'equal'
  if (symbol === '>' || symbol === '>=') return 'above'
  return symbol === '<' || symbol === '<=' ? 'below' : null
}

/** Operators whose other side is a value like the column's, or one that it can be matched with. */
const likeOperators = new Set(['<>', '~~', '!~~', '~~*', '!~~*', '~', '!~', '~*', '!~*', '@>', '<@', '&&'])

function likenesses({ kind, name, lexpr, rexpr }: OperatorNode): Comparison[] {
  const symbol = bareName(name)
  const relation =
    kind === 'AEXPR_OP_ANY' ? 'any' : (relationOf(symbol) ?? (likeOperators.has(symbol) ? 'equal' : null))
  if (relation === null || lexpr === undefined || rexpr === undefined) return []
  return [
    ...sideLikeness(relation, symbol, lexpr, rexpr),
    ...(relation === 'any'
      ? sideLikeness('equal', `${symbol} any`, rexpr, lexpr)
      : sideLikeness(mirrored[relation], mirroredOperators[symbol] ?? symbol, rexpr, lexpr)),
  ]
}

function sideLikeness(kind: Predicate['kind'], operator: string, side: Node, other: Node): Comparison[] {
  const [use, second] = columnsOf(side)
  if (use === undefined || second !== undefined) return []
  const inner = withoutCasts(other)
  if (!('A_ArrayExpr' in inner)) return [{ kind, operator, use, operand: operand(other) }]
  return (inner.A_ArrayExpr.elements ?? []).map((element) => ({
    kind: 'equal',
    operator: '=',
    use,
    operand: operand(element),
  }))
}
