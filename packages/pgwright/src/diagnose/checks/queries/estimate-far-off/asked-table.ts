import type { Relation, Snapshot } from '../../../../model/index.ts'
import { bareName, columnUse, conjuncts, holds, type Node } from '../../../../sql/index.ts'
import type { PlanNode } from '../../../../twin/index.ts'
import type { PlannedInspected } from '../../../statements.ts'

/** A statement that returns rows of one table, each that fits its conditions and no other. */
export interface AskedTable {
  readonly table: Relation
  /** Those that are compared with one value by `=`. */
  readonly equal: readonly string[]
  /** All that its conditions name. */
  readonly columns: readonly string[]
  /** Whether each call asks the same, of the row alone: no parameter, no function, no other table, no policy. */
  readonly fixed: boolean
}

/** What returns another number of rows than were found. */
const changers = new Set(['Aggregate', 'Group', 'Unique', 'Limit', 'LockRows', 'ProjectSet', 'SetOp'])

/** Null for a statement of another form, where what was counted is not what a bound on the conditions says. */
export function askedTable({ trees, plan }: PlannedInspected, snapshot: Snapshot): AskedTable | null {
  const [statement, another] = trees
  if (statement === undefined || another !== undefined || !('SelectStmt' in statement)) return null
  const { SelectStmt: select } = statement
  const [from, further] = select.fromClause ?? []
  if (from === undefined || further !== undefined || !('RangeVar' in from) || select.whereClause === undefined)
    return null
  const { withClause, intoClause, lockingClause, limitCount, limitOffset } = select
  if ([withClause, intoClause, lockingClause, limitCount, limitOffset].some((clause) => clause !== undefined))
    return null
  if (changesRows(plan)) return null
  const table = relationNamed(from.RangeVar, snapshot)
  if (table === null) return null
  const columns = new Set(table.columns.map(({ name }) => name))
  const own = (names: readonly string[]) => [...new Set(names)].filter((name) => columns.has(name))
  const conditions = conjuncts(select.whereClause)
  return {
    table,
    equal: own(conditions.flatMap((condition) => equalColumn(condition) ?? [])),
    columns: own(namesIn(conditions)),
    fixed: !table.rowSecurity && !holds(select.whereClause, dependsOnMore),
  }
}

/** Of the nodes through which all rows come; what a sub-plan does is its own. */
function changesRows(plan: PlanNode): boolean {
  const [child, another] = plan.Plans ?? []
  if (changers.has(plan['Node Type'])) return true
  return child !== undefined && another === undefined && changesRows(child)
}

/** Null where it is a view, or where which one is meant depends on the search path. */
function relationNamed(
  { schemaname, relname, inh }: { schemaname?: string; relname?: string; inh?: boolean },
  { relations }: Snapshot,
): Relation | null {
  const named = relations.filter(
    ({ schema, name }) => name === relname && (schemaname === undefined || schema === schemaname),
  )
  const [only, another] = named
  if (only === undefined || another !== undefined || inh !== true) return null
  return only.kind === 'view' || only.kind === 'foreign' ? null : only
}

/** The column of `column = value`, whatever the value: it is one, and the same for all rows. */
function equalColumn(condition: Node): string | null {
  if (!('A_Expr' in condition) || condition.A_Expr.kind !== 'AEXPR_OP' || bareName(condition.A_Expr.name) !== '=')
    return null
  const { lexpr, rexpr } = condition.A_Expr
  if (lexpr === undefined || rexpr === undefined) return null
  const [left, right] = [columnUse(lexpr), columnUse(rexpr)]
  if (left !== null && isOneValue(rexpr)) return left.column
  return right !== null && isOneValue(lexpr) ? right.column : null
}

function isOneValue(node: Node): boolean {
  return !holds(node, (one) => 'ColumnRef' in one || 'SubLink' in one || 'FuncCall' in one)
}

function dependsOnMore(node: Readonly<Record<string, unknown>>): boolean {
  return ['ParamRef', 'FuncCall', 'SQLValueFunction', 'SubLink'].some((kind) => kind in node)
}

function namesIn(conditions: readonly Node[]): string[] {
  const names: string[] = []
  holds(conditions, (node) => {
    const use = 'ColumnRef' in node ? columnUse(node as Node) : null
    if (use !== null) names.push(use.column)
    return false
  })
  return names
}
