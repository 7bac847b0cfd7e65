import type { Relation } from '../../model/index.ts'
import type { StatementContext } from '../rule.ts'
import { alterations, type Constraint, constraintsOf, strings } from './alterations.ts'

/** A foreign key that a statement adds to a table of the source. */
export interface AddedForeignKey {
  readonly table: Relation
  readonly name: string
  readonly at: number
  readonly columns: readonly string[]
  readonly constraint: Constraint
  /** Null where the migration makes it. */
  readonly target: Relation | null
}

export function addedForeignKeys(context: StatementContext): AddedForeignKey[] {
  return alterations(context).flatMap(({ table, name, at, command, constraint, column }) => {
    const all = command.subtype === 'AT_AddConstraint' && constraint !== null ? [constraint] : []
    const own = command.subtype === 'AT_AddColumn' && column !== null ? constraintsOf(column) : []
    return [...all, ...own]
      .filter(({ contype }) => contype === 'CONSTR_FOREIGN')
      .map((key) => ({
        table,
        name,
        at,
        columns: column === null ? strings(key.fk_attrs) : [column.colname ?? ''],
        constraint: key,
        target: context.resolve(key.pktable?.schemaname, key.pktable?.relname),
      }))
  })
}
