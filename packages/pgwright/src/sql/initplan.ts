import { deparseSync } from 'pgsql-deparser'
import { holds, type Node, tryParse } from './parser.ts'
import { bareName, columnsOf, columnUse, conjuncts, expression } from './plan-expression.ts'

/**
 * A condition in which what calls a function and reads no column stands as `(select …)`: the planner makes an InitPlan of
 * that, which runs once, where it calls the function for each row. Null where there is nothing of the kind.
 *
 * @param isCall whether a function, by its name without schema, returns the same throughout a statement
 */
export function callsOnce(condition: string, isCall: (name: string) => boolean): string | null {
  const [statement, another] = tryParse(`select where ${condition}`) ?? []
  if (statement === undefined || another !== undefined || !('SelectStmt' in statement)) return null
  const { whereClause, ...rest } = statement.SelectStmt
  if (whereClause === undefined || Object.keys(rest).some((key) => !['limitOption', 'op'].includes(key))) return null
  const changed = wrapped(whereClause, isCall)
  return changed === whereClause ? null : deparseSync(changed as Node, { pretty: false })
}

/** Calls in one of the conditions that are joined by AND, outside of its queries. */
export interface ConditionCalls {
  readonly names: readonly string[]
  /** The condition reads no column: PostgreSQL decides it once, before it reads a row. */
  readonly constant: boolean
  /** The column that alone is compared for equality with what is called: an index on it asks once. */
  readonly key: string | null
}

/** Calls that {@link callsOnce} would have called once, one condition after the other. */
export function callsForRows(condition: string, isCall: (name: string) => boolean): ConditionCalls[] {
  const tree = expression(condition)
  if (tree === null) return []
  return conjuncts(tree).flatMap((node) => {
    if (wrapped(node, isCall) === node) return []
    return { names: namesIn(node, isCall), constant: columnsOf(node).length === 0, key: comparedKey(node) }
  })
}

function namesIn(tree: unknown, isCall: (name: string) => boolean): string[] {
  if (typeof tree !== 'object' || tree === null || 'SubLink' in tree) return []
  const { FuncCall: call } = tree as { FuncCall?: { funcname?: Node[] } }
  const name = call === undefined ? null : bareName(call.funcname)
  const inner = Object.values(tree).flatMap((value) => namesIn(value, isCall))
  return [...new Set([...(name !== null && isCall(name) ? [name] : []), ...inner])]
}

function comparedKey(node: Node): string | null {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP' || bareName(node.A_Expr.name) !== '=') return null
  const { lexpr, rexpr } = node.A_Expr
  if (lexpr === undefined || rexpr === undefined) return null
  const [left, right] = [columnUse(lexpr), columnUse(rexpr)]
  if (left !== null && columnsOf(rexpr).length === 0) return left.column
  return right !== null && columnsOf(lexpr).length === 0 ? right.column : null
}

type Tree = Readonly<Record<string, unknown>>

/** The same tree where nothing in it is changed. */
function wrapped(tree: unknown, isCall: (name: string) => boolean): unknown {
  if (Array.isArray(tree)) {
    const items = tree.map((item) => wrapped(item, isCall))
    return items.every((item, i) => item === tree[i]) ? tree : items
  }
  if (typeof tree !== 'object' || tree === null) return tree
  const node = tree as Tree
  // A query of its own is planned by itself, and `any ((select …))` would be another thing than `any (…)`.
  if ('SubLink' in node || isAny(node)) return tree
  if (isScalar(node) && holdsCall(node, isCall) && !holds(node, (one) => 'ColumnRef' in one || 'SubLink' in one))
    return once(node)
  const entries = Object.entries(node).map(([key, value]) => [key, wrapped(value, isCall)] as const)
  return entries.every(([key, value]) => value === node[key]) ? tree : Object.fromEntries(entries)
}

function isAny({ A_Expr: comparison }: Tree): boolean {
  const kind = (comparison as { kind?: string } | undefined)?.kind
  return kind === 'AEXPR_OP_ANY' || kind === 'AEXPR_OP_ALL'
}

/** What is a value; a name or an argument list is none. */
function isScalar(node: Tree): boolean {
  return ['FuncCall', 'TypeCast', 'CoalesceExpr', 'A_Expr'].some((kind) => kind in node)
}

function once(node: Tree): unknown {
  const select = { targetList: [{ ResTarget: { val: node } }], limitOption: 'LIMIT_OPTION_DEFAULT', op: 'SETOP_NONE' }
  return { SubLink: { subLinkType: 'EXPR_SUBLINK', subselect: { SelectStmt: select } } }
}

/** PostgreSQL's own that depend on nothing but their arguments, of those that policies use. */
const ofArguments = new Set(['btrim', 'concat', 'json_extract_path_text', 'jsonb_extract_path_text', 'lower', 'upper'])

/** One call at least, and none of what may return another value for each row, as a volatile function does. */
function holdsCall(tree: unknown, isCall: (name: string) => boolean): boolean {
  const nameOf = ({ FuncCall: call }: Tree) =>
    call === undefined ? null : bareName((call as { funcname?: Node[] }).funcname)
  const calls = (wanted: (name: string) => boolean) =>
    holds(tree, (node) => {
      const name = nameOf(node)
      return name !== null && wanted(name)
    })
  return calls(isCall) && !calls((name) => !isCall(name) && !ofArguments.has(name))
}
