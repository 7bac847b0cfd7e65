import type { Relation, Snapshot } from '../../model/index.ts'
import { readableIdentifier } from '../../sql/index.ts'
import { freeName } from './free-name.ts'

/**
 * Makes columns NOT NULL without reading the table under a lock that keeps others out: a check that is validated beside
 * them tells PostgreSQL that there are no nulls.
 */
export function notNullByCheck(
  table: string,
  { name }: Relation,
  columns: readonly string[],
  snapshot: Snapshot,
): string[] {
  const checks = columns.map((column) => ({
    column: readableIdentifier(column),
    check: readableIdentifier(freeName(snapshot, name, column, 'not_null')),
  }))
  return [
    ...checks.flatMap(({ column, check }) => [
      `alter table ${table} add constraint ${check} check (${column} is not null) not valid`,
      `alter table ${table} validate constraint ${check}`,
    ]),
    `alter table ${table} ${checks.map(({ column }) => `alter column ${column} set not null`).join(', ')}`,
    `alter table ${table} ${checks.map(({ check }) => `drop constraint ${check}`).join(', ')}`,
  ]
}
