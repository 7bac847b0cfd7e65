import { type Node, quoteIdentifier, quoteQualified, tryParse } from '../sql/index.ts'

/** What adding a constraint does beyond adding it. */
export interface AddedConstraint {
  /** `add constraint … using index …`. */
  readonly index: string | null
  readonly primaryKey: boolean
  readonly exclusion: boolean
  /** Of a primary key that names its columns. */
  readonly columns: readonly string[]
  /** Of a foreign key, the other table, quoted and as far qualified as the statement has it. */
  readonly references: string | null
  /** What it does with every row under its lock; null where it leaves them alone. */
  readonly work: 'read' | 'index' | null
  /** Who is kept out meanwhile. */
  readonly lock: string
}

type Constraint = Extract<Node, { Constraint: unknown }>['Constraint']

/** Reads `alter table … add constraint …`; null for anything else. */
export function readAddConstraint(sql: string): AddedConstraint | null {
  const [statement] = tryParse(sql) ?? []
  const [command] =
    statement !== undefined && 'AlterTableStmt' in statement ? (statement.AlterTableStmt.cmds ?? []) : []
  const def = command !== undefined && 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined
  if (def === undefined || !('Constraint' in def)) return null
  const { contype, indexname = null, keys = [], pktable } = def.Constraint
  return {
    index: indexname,
    primaryKey: contype === 'CONSTR_PRIMARY',
    exclusion: contype === 'CONSTR_EXCLUSION',
    columns: keys.map((key) => ('String' in key ? (key.String.sval ?? '') : '')),
    references: pktable === undefined ? null : nameOf(pktable),
    work: workOf(def.Constraint),
    lock: contype === 'CONSTR_FOREIGN' ? 'nobody can write to it' : 'nobody can use it',
  }
}

function nameOf({ schemaname, relname = '' }: NonNullable<Constraint['pktable']>): string {
  return schemaname === undefined ? quoteIdentifier(relname) : quoteQualified(schemaname, relname)
}

function workOf({ contype, indexname, skip_validation }: Constraint): AddedConstraint['work'] {
  switch (contype) {
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
      return indexname === undefined ? 'index' : null
    case 'CONSTR_EXCLUSION':
      return 'index'
    default:
      return skip_validation === true ? null : 'read'
  }
}

/** The columns of a `CREATE INDEX`; an expression among them has no name. */
export function indexedColumns(sql: string): string[] {
  const [statement] = tryParse(sql) ?? []
  if (statement === undefined || !('IndexStmt' in statement)) return []
  return (statement.IndexStmt.indexParams ?? []).flatMap((column) =>
    'IndexElem' in column && column.IndexElem.name !== undefined ? [column.IndexElem.name] : [],
  )
}
