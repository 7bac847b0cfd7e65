import type { DatabaseObject } from '../model/index.ts'
import { type Node, tryParse } from '../sql/index.ts'

type Of<Kind extends string> = Extract<Node, Record<Kind, unknown>> extends Record<Kind, infer Body> ? Body : never

/**
 * What a statement makes, by PostgreSQL's own parser: one column, constraint, trigger, policy, function without arguments, view,
 * statistics or extension. Null for anything else, for `or replace`, since what that replaces could not be brought back, and where a
 * name is not qualified, since a search path would decide what it means.
 */
export function readObjectStatement(sql: string): DatabaseObject | null {
  const [statement, ...others] = tryParse(sql) ?? []
  if (statement === undefined || others.length > 0) return null
  const object = readStatement(statement)
  return object?.names.every((name) => name !== '') ? object : null
}

function readStatement(statement: Node): DatabaseObject | null {
  if ('CreateExtensionStmt' in statement) {
    return { type: 'extension', names: [statement.CreateExtensionStmt.extname ?? ''] }
  }
  if ('CreateFunctionStmt' in statement) return readFunction(statement.CreateFunctionStmt)
  if ('CreateTrigStmt' in statement) {
    const { relation, trigname = '', replace } = statement.CreateTrigStmt
    if (replace === true) return null
    return { type: 'trigger', names: [...relationNames(relation), trigname] }
  }
  if ('CreatePolicyStmt' in statement) {
    const { table, policy_name = '' } = statement.CreatePolicyStmt
    return { type: 'policy', names: [...relationNames(table), policy_name] }
  }
  if ('ViewStmt' in statement) {
    const { view, replace } = statement.ViewStmt
    return replace === true ? null : { type: 'view', names: relationNames(view) }
  }
  if ('CreateTableAsStmt' in statement) {
    const { objtype, into } = statement.CreateTableAsStmt
    return objtype === 'OBJECT_MATVIEW' ? { type: 'materialized view', names: relationNames(into?.rel) } : null
  }
  if ('CreateStatsStmt' in statement) {
    const { defnames = [], if_not_exists } = statement.CreateStatsStmt
    const names = namesOf(defnames)
    return if_not_exists !== true && names.length === 2 ? { type: 'statistics object', names } : null
  }
  return 'AlterTableStmt' in statement ? readAlterTable(statement.AlterTableStmt) : null
}

function readFunction({ funcname = [], parameters = [], is_procedure, replace }: Of<'CreateFunctionStmt'>) {
  if (is_procedure === true || replace === true || parameters.length > 0) return null
  const names = namesOf(funcname)
  return names.length === 2 ? ({ type: 'function', names } as const) : null
}

function readAlterTable({ objtype, relation, cmds = [] }: Of<'AlterTableStmt'>): DatabaseObject | null {
  const [only, ...others] = cmds
  if (objtype !== 'OBJECT_TABLE' || others.length > 0 || only === undefined || !('AlterTableCmd' in only)) return null
  const { subtype, def } = only.AlterTableCmd
  const names = relationNames(relation)
  if (def === undefined) return null
  if (subtype === 'AT_AddColumn' && 'ColumnDef' in def) {
    return { type: 'table column', names: [...names, def.ColumnDef.colname ?? ''] }
  }
  if (subtype === 'AT_AddConstraint' && 'Constraint' in def) {
    return { type: 'table constraint', names: [...names, def.Constraint.conname ?? ''] }
  }
  return null
}

/** Whether a statement is one `ANALYZE`, which holds up nobody who reads or writes however long it takes. */
export function isAnalyze(sql: string): boolean {
  const [statement, ...others] = tryParse(sql) ?? []
  if (statement === undefined || others.length > 0 || !('VacuumStmt' in statement)) return false
  return statement.VacuumStmt.is_vacuumcmd !== true
}

function namesOf(nodes: readonly Node[]): string[] {
  return nodes.map((name) => ('String' in name ? (name.String.sval ?? '') : ''))
}

function relationNames(relation: { readonly schemaname?: string; readonly relname?: string } | undefined): string[] {
  return [relation?.schemaname ?? '', relation?.relname ?? '']
}
