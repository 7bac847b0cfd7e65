import type { Relation, Snapshot } from '../../model/index.ts'
import { readableIdentifier } from '../../sql/index.ts'
import { type AlterTableStmt, type Constraint, withCommands } from '../facts/alterations.ts'
import { freeName } from './free-name.ts'

/** The constraint under a name, so that it can be validated later. */
export function namedConstraint(
  constraint: Constraint,
  { name }: Relation,
  column: string,
  label: string,
  snapshot: Snapshot,
): Constraint {
  return { ...constraint, conname: constraint.conname ?? freeName(snapshot, name, column, label) }
}

export function notValid(statement: AlterTableStmt, constraint: Constraint): string {
  const def = { Constraint: { ...constraint, skip_validation: true, initially_valid: false } }
  return withCommands(statement, [{ AlterTableCmd: { subtype: 'AT_AddConstraint', def, behavior: 'DROP_RESTRICT' } }])
}

export function validate(table: string, { conname = '' }: Constraint): string {
  return `alter table ${table} validate constraint ${readableIdentifier(conname)}`
}
