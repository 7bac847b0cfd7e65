import type { Relation } from '../../model/index.ts'
import { deparse, type Node, readableIdentifier, readableQualified } from '../../sql/index.ts'
import type { StatementContext } from '../rule.ts'

export type AlterTableStmt = Extract<Node, { AlterTableStmt: unknown }>['AlterTableStmt']
export type AlterTableCmd = Extract<Node, { AlterTableCmd: unknown }>['AlterTableCmd']
export type Constraint = Extract<Node, { Constraint: unknown }>['Constraint']
export type ColumnDef = Extract<Node, { ColumnDef: unknown }>['ColumnDef']

/** One command of an `alter table` on a table of the source. */
export interface Alteration {
  readonly table: Relation
  /** `schema.name`. */
  readonly name: string
  /** As the statement names it: other names may hold by now. */
  readonly written: string
  /** Its place in the statement, from 0. */
  readonly at: number
  readonly command: AlterTableCmd
  /** The column that it adds. */
  readonly column: ColumnDef | null
  /** The constraint that it adds, by itself. */
  readonly constraint: Constraint | null
}

/** Those of one kind, as PostgreSQL's parser calls it, or of any. */
export function alterations({ tree, resolve }: StatementContext, kind?: AlterTableCmd['subtype']): Alteration[] {
  if (tree === null || !('AlterTableStmt' in tree)) return []
  const { relation, cmds = [] } = tree.AlterTableStmt
  const table = resolve(relation?.schemaname, relation?.relname)
  if (table === null) return []
  return cmds.flatMap((node, at) => {
    if (!('AlterTableCmd' in node)) return []
    const command = node.AlterTableCmd
    if (kind !== undefined && command.subtype !== kind) return []
    const { def } = command
    if (command.missing_ok === true && def !== undefined && hasColumn(table, def)) return []
    return {
      table,
      name: nameOf(table),
      written: writtenName(relation),
      at,
      command,
      column: def !== undefined && 'ColumnDef' in def ? def.ColumnDef : null,
      constraint: def !== undefined && 'Constraint' in def ? def.Constraint : null,
    }
  })
}

/** Whether it is an `alter table` with a command of that kind, of whatever table. */
export function alters(tree: Node | null, kind: AlterTableCmd['subtype']): boolean {
  if (tree === null || !('AlterTableStmt' in tree)) return false
  return (tree.AlterTableStmt.cmds ?? []).some((node) => 'AlterTableCmd' in node && node.AlterTableCmd.subtype === kind)
}

/** `add column if not exists` of one that is there does nothing. */
function hasColumn({ columns }: Relation, def: Node): boolean {
  return 'ColumnDef' in def && columns.some(({ name }) => name === def.ColumnDef.colname)
}

/** An `alter table` with some of its commands alone. */
export function withCommands(statement: AlterTableStmt, cmds: readonly Node[]): string {
  return deparse({ AlterTableStmt: { ...statement, cmds: [...cmds] } })
}

/** The constraints that a column is defined with. */
export function constraintsOf({ constraints = [] }: ColumnDef): Constraint[] {
  return constraints.flatMap((node) => ('Constraint' in node ? [node.Constraint] : []))
}

export function nameOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return readableQualified(schema, name)
}

/** As a statement has it: with its schema only where it was given. */
export function writtenName(relation: { readonly schemaname?: string; readonly relname?: string } | undefined): string {
  const { schemaname, relname = '' } = relation ?? {}
  return schemaname === undefined ? readableIdentifier(relname) : readableQualified(schemaname, relname)
}

/** The names in a list of a tree. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []))
}
