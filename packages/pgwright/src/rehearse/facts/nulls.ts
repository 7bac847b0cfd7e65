import type { Relation } from '../../model/index.ts'
import type { StatementContext } from '../rule.ts'

/** Of a column's values, when its table was last analyzed; 0 where that is not known. */
export function shareOfNulls({ snapshot }: StatementContext, { schema, name }: Relation, column: string): number {
  const known = snapshot.columnStatistics.filter(
    (one) => one.schema === schema && one.table === name && one.column === column && one.position === null,
  )
  return Math.max(0, ...known.map(({ nullFraction }) => nullFraction))
}

/** Whether the migration has an `update` that sets the column. */
export function isFilled({ all }: StatementContext, { name }: Relation, column: string): boolean {
  return all.some((tree) => {
    if (!('UpdateStmt' in tree) || tree.UpdateStmt.relation?.relname !== name) return false
    return (tree.UpdateStmt.targetList ?? []).some((node) => 'ResTarget' in node && node.ResTarget.name === column)
  })
}
