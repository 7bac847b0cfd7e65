import type { ObjectName, Snapshot } from '../../model/index.ts'
import type { Node } from '../../sql/index.ts'
import type { FoundColumn } from './column-of.ts'

/** Whether a query finds no null in a column of a table that it takes its rows from. */
export function isNeverNull(snapshot: Snapshot, { table, column, alias }: FoundColumn, from: readonly Node[]): boolean {
  return holdsNoNull(snapshot, table, column.name) && !from.some((item) => isPadded(item, alias, false))
}

/** What inherits from a table is part of it, and until 18 could take nulls that the table refuses. */
function holdsNoNull(snapshot: Snapshot, { schema, name }: ObjectName, column: string): boolean {
  const relation = snapshot.relations.find((one) => one.schema === schema && one.name === name)
  const declared = relation?.columns.find((one) => one.name === column)?.notNull === true
  // Nobody holds a foreign table to what is declared of it.
  if (!declared || relation.kind === 'foreign') return false
  const unchecked = snapshot.constraints.some(
    (one) => one.schema === schema && one.table === name && isUnchecked(one) && one.columns.includes(column),
  )
  const children = snapshot.relations.filter(({ parents }) =>
    parents.some((parent) => parent.schema === schema && parent.name === name),
  )
  return !unchecked && children.every((child) => holdsNoNull(snapshot, child, column))
}

/** From 18 on a column can be declared so before its rows have been looked at. */
function isUnchecked({ kind, validated }: Snapshot['constraints'][number]): boolean {
  return kind === 'not-null' && !validated
}

/** Whether an outer join puts nulls in place of a table's rows. */
function isPadded(item: Node, alias: string, padded: boolean): boolean {
  if ('RangeVar' in item) return padded && (item.RangeVar.alias?.aliasname ?? item.RangeVar.relname) === alias
  if (!('JoinExpr' in item)) return true // nothing else has been looked into
  const { larg, rarg, jointype } = item.JoinExpr
  const left = padded || jointype === 'JOIN_RIGHT' || jointype === 'JOIN_FULL'
  const right = padded || jointype === 'JOIN_LEFT' || jointype === 'JOIN_FULL'
  return (larg !== undefined && isPadded(larg, alias, left)) || (rarg !== undefined && isPadded(rarg, alias, right))
}
