import { type Node, tryParse, walk } from './parser.ts'

/** A column as a plan names it: by the alias of its relation, which is unique within the plan. */
export interface ColumnUse {
  /** Empty in the output of a plan that has but one relation: there PostgreSQL prints the column alone. */
  readonly alias: string
  readonly column: string
}

/** What a column is compared with. */
export type Operand =
  | { readonly kind: 'parameter'; readonly number: number }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'column'; readonly use: ColumnUse }
  /** `current_setting('name')`, cast or not: how policies learn who asks. */
  | { readonly kind: 'setting'; readonly name: string }
  | { readonly kind: 'expression' }

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
    if (typeName(name) !== '=' || lexpr === undefined || rexpr === undefined) return []
    const [left, right] = [operand(lexpr), operand(rexpr)]
    if (left.kind === 'setting' && right.kind === 'constant') return [{ name: left.name, value: right.value }]
    return left.kind === 'constant' && right.kind === 'setting' ? [{ name: right.name, value: left.value }] : []
  })
}

/** A sort key as `EXPLAIN (VERBOSE)` prints it; null where it is not a plain column in its type's own order. */
export function readSortKey(text: string): { readonly use: ColumnUse; readonly descending: boolean } | null {
  const [statement] = tryParse(`select order by ${withoutSubplans(text)}`) ?? []
  const sort = statement !== undefined && 'SelectStmt' in statement ? statement.SelectStmt?.sortClause?.[0] : undefined
  if (sort === undefined || !('SortBy' in sort)) return null
  const descending = sort.SortBy.sortby_dir === 'SORTBY_DESC'
  const use = sort.SortBy.node === undefined ? null : columnUse(sort.SortBy.node)
  const usualNulls = sort.SortBy.sortby_nulls === 'SORTBY_NULLS_DEFAULT'
  return use === null || !usualNulls ? null : { use, descending }
}

function expression(text: string): Node | null {
  const [statement] = tryParse(`select (${withoutSubplans(text)})`) ?? []
  const target =
    statement !== undefined && 'SelectStmt' in statement ? statement.SelectStmt?.targetList?.[0] : undefined
  return target !== undefined && 'ResTarget' in target ? (target.ResTarget.val ?? null) : null
}

/** Plans name their sub-plans in ways that are not SQL; a null stands for what they return. */
function withoutSubplans(text: string): string {
  return text
    .replaceAll(/\bEXISTS\((?:hashed )?SubPlan \w+\)/g, 'true')
    .replaceAll(/\b(?:hashed )?(?:SubPlan|InitPlan|CTE) \w+(?: \(returns [^)]*\))?/g, 'null')
    .replaceAll(/(^|\()(?:ANY|ALL) \(/g, '$1(')
    .replaceAll(/\bPARTIAL (?=\w+\()/g, '')
}

function conjuncts(node: Node): Node[] {
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') return (node.BoolExpr.args ?? []).flatMap(conjuncts)
  return [node]
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

type OperatorNode = Extract<Node, { A_Expr: unknown }>['A_Expr']

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
  const symbol = typeName(name)
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

/** As the operator reads with its sides exchanged. */
const mirroredOperators: Readonly<Record<string, string>> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '@>': '<@',
  '<@': '@>',
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

/** A bare column, or one under a cast to text, which for the other string types is no change of value. */
function columnUse(node: Node): ColumnUse | null {
  if ('TypeCast' in node) {
    const text = typeName(node.TypeCast.typeName?.names) === 'text'
    return text && node.TypeCast.arg !== undefined ? columnUse(node.TypeCast.arg) : null
  }
  if (!('ColumnRef' in node)) return null
  const parts = (node.ColumnRef.fields ?? []).map((field) => ('String' in field ? (field.String.sval ?? '') : '*'))
  const column = parts.at(-1)
  const [alias] = parts.length === 1 ? [''] : parts
  return parts.length > 2 || alias === undefined || column === undefined || column === '*' ? null : { alias, column }
}

function typeName(names: readonly Node[] | undefined): string {
  const last = names?.at(-1)
  return last !== undefined && 'String' in last ? (last.String.sval ?? '') : ''
}

function operand(node: Node): Operand {
  const use = columnUse(node)
  if (use !== null) return { kind: 'column', use }
  const inner = withoutCasts(node)
  if ('ParamRef' in inner) return { kind: 'parameter', number: inner.ParamRef.number ?? 0 }
  const value = 'A_Const' in inner ? constant(inner.A_Const) : null
  if (value !== null) return { kind: 'constant', value }
  const setting = settingName(node)
  return setting === null ? { kind: 'expression' } : { kind: 'setting', name: setting }
}

function withoutCasts(node: Node): Node {
  return 'TypeCast' in node && node.TypeCast.arg !== undefined ? withoutCasts(node.TypeCast.arg) : node
}

function constant(value: Extract<Node, { A_Const: unknown }>['A_Const']): string | null {
  if (value.sval !== undefined) return value.sval.sval ?? ''
  if (value.ival !== undefined) return String(value.ival.ival ?? 0)
  if (value.fval !== undefined) return value.fval.fval ?? null
  return value.boolval === undefined ? null : String(value.boolval.boolval ?? false)
}

/** The setting that an expression depends on, where it depends on one and on no column. */
function settingName(tree: Node): string | null {
  const names: string[] = []
  walk(tree, (node) => {
    const call = node.FuncCall as Extract<Node, { FuncCall: unknown }>['FuncCall'] | undefined
    const [argument] = call?.args ?? []
    if (typeName(call?.funcname) !== 'current_setting' || argument === undefined) return
    const inner = withoutCasts(argument)
    const name = 'A_Const' in inner ? constant(inner.A_Const) : null
    if (name !== null) names.push(name)
  })
  const [name] = names
  return name === undefined || columnsOf(tree).length > 0 ? null : name
}

function columnsOf(tree: Node): ColumnUse[] {
  const found = new Map<string, ColumnUse>()
  walk(tree, (node) => {
    const use = 'ColumnRef' in node ? columnUse(node as Node) : null
    if (use !== null) found.set(`${use.alias}.${use.column}`, use)
  })
  return [...found.values()]
}
