import type { Node } from '../../sql/index.ts'

type AlterTableCommand = Extract<Node, { AlterTableCmd: unknown }>['AlterTableCmd']

interface AlterTable {
  readonly commands: readonly AlterTableCommand[]
  /** `table`, `index`, `view`, `materialized view`, as the statement says; null for any other. */
  readonly of: string | null
}

const named: Readonly<Record<string, string>> = {
  OBJECT_TABLE: 'table',
  OBJECT_INDEX: 'index',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
}

/** Reads an `ALTER TABLE` or the like of this relation; null for any other statement, and for `if exists`. */
export function readAlterTable(statement: Node, schema: string, relation: string): AlterTable | null {
  if (!('AlterTableStmt' in statement)) return null
  const { relation: of, cmds = [], objtype, missing_ok } = statement.AlterTableStmt
  if (of?.schemaname !== schema || of.relname !== relation || of.catalogname !== undefined) return null
  if (missing_ok === true) return null
  const commands = cmds.flatMap((command) => ('AlterTableCmd' in command ? [command.AlterTableCmd] : []))
  return { commands, of: named[objtype ?? ''] ?? null }
}

/** Whether a statement is an `ALTER TABLE` with this one command, of this name. */
export function isTableCommand(
  statement: Node,
  { schema, table }: { readonly schema: string; readonly table: string },
  subtype: string,
  name: string,
): boolean {
  const alter = readAlterTable(statement, schema, table)
  const [command, ...others] = alter?.commands ?? []
  if (alter?.of !== 'table' || command === undefined || others.length > 0) return false
  return command.subtype === subtype && command.name === name && command.missing_ok !== true
}
