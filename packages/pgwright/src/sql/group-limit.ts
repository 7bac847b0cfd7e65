import { deparseSync } from 'pgsql-deparser'
import type { ObjectName } from '../model/index.ts'
import { holds, type Node, tryParse } from './parser.ts'
import { bareName, columnUse, conjuncts } from './plan-expression.ts'
import { isSame, type Select } from './where-conditions.ts'

/** `select … from (select …, row_number() over (partition by g order by o) as n from t) as x where n <= k`. */
export interface GroupLimit {
  /** The column that makes the groups. */
  readonly group: Node
  /** What the rows are taken from: one table. */
  readonly from: readonly Node[]
  /** How many rows of a group there are to be: a parameter or a whole number. */
  readonly rows: Node
  /**
   * The statement with the groups taken from a table that has each of them in one row, and the first rows of each by a
   * limit of its own. Null where its text can't be made for certain.
   */
  readonly lateral: (groups: ObjectName, key: string) => string | null
}

/** What a statement must be for its first rows of each group to be asked for one by one; null where it is not. */
export function groupLimit(sql: string): GroupLimit | null {
  const [statement, another] = tryParse(sql) ?? []
  if (statement === undefined || another !== undefined || !('SelectStmt' in statement)) return null
  const outer = statement.SelectStmt
  const [item, other] = outer.fromClause ?? []
  if (item === undefined || other !== undefined || !('RangeSubselect' in item) || outer.lockingClause) return null
  const { subquery, alias, lateral } = item.RangeSubselect
  if (subquery === undefined || !('SelectStmt' in subquery) || lateral || alias?.colnames) return null
  const inner = subquery.SelectStmt
  const numbered = numberedRows(inner)
  const name = alias?.aliasname
  if (numbered === null || name === undefined) return null
  const rows = conjuncts(outer.whereClause ?? item).flatMap((one) => limitIn(one, name, numbered.name) ?? [])[0]
  if (rows === undefined) return null
  return {
    group: numbered.group,
    from: inner.fromClause ?? [],
    rows,
    lateral: (groups, key) => {
      const one = `one_${groups.name}`
      if (JSON.stringify(statement).includes(JSON.stringify(one))) return null
      const first = firstRows(inner, numbered, column(one, key), rows)
      const table = { relname: groups.name, schemaname: groups.schema, inh: true, relpersistence: 'p' }
      const larg = { RangeVar: { ...table, alias: { aliasname: one } } }
      const rarg = { RangeSubselect: { lateral: true, subquery: { SelectStmt: first }, alias } }
      const fromClause = [{ JoinExpr: { jointype: 'JOIN_INNER', larg, rarg } }] as Node[]
      return written({ SelectStmt: { ...outer, targetList: outer.targetList?.map(starOf(name)), fromClause } } as Node)
    },
  }
}

interface Numbered {
  readonly name: string
  readonly table: string
  readonly group: Node
  readonly order: readonly Node[]
}

/** Rows of one table that are numbered within groups, and nothing that could make several of one, or one of several. */
function numberedRows({ fromClause = [], targetList = [], whereClause, ...rest }: Select): Numbered | null {
  const [item, another] = fromClause
  if (item === undefined || another !== undefined || !('RangeVar' in item)) return null
  const plain = rest.limitOption === 'LIMIT_OPTION_DEFAULT' && rest.op === 'SETOP_NONE'
  if (!plain || Object.keys(rest).length > 2) return null
  const isCall = (tree: unknown) => holds(tree, (node) => 'FuncCall' in node)
  const [target, other] = targetList.filter(isCall)
  if (target === undefined || other !== undefined || !('ResTarget' in target) || isCall(whereClause)) return null
  const { name = 'row_number', val } = target.ResTarget
  if (val === undefined || !('FuncCall' in val) || bareName(val.FuncCall.funcname) !== 'row_number') return null
  const { over, funcname, args, agg_filter } = val.FuncCall
  if (over === undefined || over.refname || over.name || funcname?.length !== 1 || args || agg_filter) return null
  const [group, second] = over.partitionClause ?? []
  const order = over.orderClause ?? []
  if (group === undefined || second !== undefined || order.length === 0 || !order.every(isColumnOrder)) return null
  const { alias, relname = '' } = item.RangeVar
  return { name, table: alias?.aliasname ?? relname, group, order }
}

/** A number in ORDER BY is a place among what is returned, in OVER it is a number. */
function isColumnOrder(node: Node): boolean {
  return 'SortBy' in node && node.SortBy.node !== undefined && 'ColumnRef' in node.SortBy.node && !node.SortBy.useOp
}

/** `n <= k`; `<` and `=` want no more than k rows either. */
function limitIn(condition: Node, alias: string, name: string): Node | null {
  if (!('A_Expr' in condition) || condition.A_Expr.kind !== 'AEXPR_OP') return null
  const { lexpr, name: operator, rexpr } = condition.A_Expr
  const use = lexpr === undefined || !('ColumnRef' in lexpr) ? null : columnUse(lexpr)
  if (use?.column !== name || (use.alias !== '' && use.alias !== alias)) return null
  if (rexpr === undefined || !['<=', '<', '='].includes(bareName(operator))) return null
  const isCount = 'A_Const' in rexpr && (rexpr.A_Const.ival?.ival ?? 0) > 0
  return 'ParamRef' in rexpr || isCount ? rexpr : null
}

function firstRows(inner: Select, { table, group, order }: Numbered, key: Node, limitCount: Node): Select {
  const equal = { A_Expr: { kind: 'AEXPR_OP', name: [{ String: { sval: '=' } }], lexpr: group, rexpr: key } } as Node
  const args = inner.whereClause === undefined ? [equal] : [...conjuncts(inner.whereClause), equal]
  const whereClause = args.length === 1 ? equal : ({ BoolExpr: { boolop: 'AND_EXPR', args } } as Node)
  // Unqualified, ORDER BY would take a name for one that is returned before it looks at the table.
  const sortClause = order.map((node) => {
    const by = 'SortBy' in node ? node.SortBy : {}
    const use = by.node === undefined ? null : columnUse(by.node)
    return use === null ? node : { SortBy: { ...by, node: column(table, use.column) } }
  })
  return { ...inner, whereClause, sortClause, limitCount, limitOption: 'LIMIT_OPTION_COUNT' }
}

function column(table: string, name: string): Node {
  return { ColumnRef: { fields: [{ String: { sval: table } }, { String: { sval: name } }] } }
}

/** `*` would have the columns of the groups as well. */
function starOf(alias: string): (target: Node) => Node {
  return (target) => {
    const val = 'ResTarget' in target ? target.ResTarget.val : undefined
    if (val === undefined || !isSame(val, star)) return target
    return { ResTarget: { val: { ColumnRef: { fields: [{ String: { sval: alias } }, { A_Star: {} }] } } } }
  }
}

const star = { ColumnRef: { fields: [{ A_Star: {} }] } }

/** The text of a tree; null where the parser reads another one from it. */
function written(tree: Node): string | null {
  const text = deparseSync(tree, { pretty: false })
  const [parsed, another] = tryParse(text) ?? []
  return another === undefined && isSame(parsed, tree) ? text : null
}
