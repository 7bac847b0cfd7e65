import type { ObjectName, Workload } from '../model/index.ts'
import { type Node, tryParse } from '../sql/index.ts'

/**
 * Rows that the workload writes into an index with these columns: those inserted, and those updated in one of them.
 * An update of other columns is taken for a heap-only one, which no index has to know of.
 */
export function writtenRows({ statements }: Workload, table: ObjectName, columns: ReadonlySet<string>): number {
  let written = 0
  for (const { sql, rows } of statements) {
    const [statement] = tryParse(sql) ?? []
    if (statement !== undefined && writesInto(statement, table, columns)) written += rows
  }
  return written
}

function writesInto(statement: Node, table: ObjectName, columns: ReadonlySet<string>): boolean {
  if ('InsertStmt' in statement) return isTable(statement.InsertStmt.relation, table)
  if (!('UpdateStmt' in statement) || !isTable(statement.UpdateStmt.relation, table)) return false
  const targets = statement.UpdateStmt.targetList ?? []
  return targets.some((target) => 'ResTarget' in target && columns.has(target.ResTarget.name ?? ''))
}

function isTable(
  relation: { readonly schemaname?: string; readonly relname?: string } | undefined,
  { schema, name }: ObjectName,
): boolean {
  return relation?.relname === name && (relation.schemaname ?? schema) === schema
}
