import { readableIdentifier } from '../../sql/index.ts'
import type { StatementContext } from '../rule.ts'
import { alterations, type ColumnDef, type Constraint, constraintsOf, strings, writtenName } from './alterations.ts'

/** A column that a statement defines, in a new table or an old one. */
export interface DefinedColumn {
  /** `table.column`, as the statement names the table. */
  readonly object: string
  readonly name: string
  /** The last part of its type's name, as the parser has it: `int4`, `bpchar`, `serial`. */
  readonly type: string
  /** It has a length or precision in brackets. */
  readonly limited: boolean
  readonly constraints: readonly Constraint[]
  /** It is the whole of the primary key. */
  readonly isKey: boolean
}

export function definedColumns(context: StatementContext): DefinedColumn[] {
  const { tree } = context
  if (tree !== null && 'CreateStmt' in tree) {
    const { relation, tableElts = [] } = tree.CreateStmt
    const keys = tableElts.flatMap((node) =>
      'Constraint' in node && node.Constraint.contype === 'CONSTR_PRIMARY' ? [strings(node.Constraint.keys)] : [],
    )
    const [key = []] = keys
    return tableElts.flatMap((node) =>
      'ColumnDef' in node ? defined(writtenName(relation), node.ColumnDef, key.length === 1 ? key[0] : undefined) : [],
    )
  }
  return alterations(context, 'AT_AddColumn').flatMap(({ written, column }) =>
    column === null ? [] : defined(written, column, undefined),
  )
}

function defined(table: string, column: ColumnDef, key: string | undefined): DefinedColumn {
  const { colname = '', typeName } = column
  const constraints = constraintsOf(column)
  return {
    object: `${table}.${readableIdentifier(colname)}`,
    name: colname,
    type: strings(typeName?.names).at(-1) ?? '',
    limited: (typeName?.typmods ?? []).length > 0,
    constraints,
    isKey: colname === key || constraints.some(({ contype }) => contype === 'CONSTR_PRIMARY'),
  }
}
