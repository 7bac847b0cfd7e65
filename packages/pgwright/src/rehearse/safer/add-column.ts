import { deparse, type Node, readableIdentifier } from '../../sql/index.ts'
import { type Alteration, type ColumnDef, type Constraint, constraintsOf, withCommands } from '../facts/alterations.ts'
import type { Instead, StatementContext } from '../rule.ts'
import { batchKey, inBatches } from './batches.ts'
import { freeName } from './free-name.ts'
import { notNullByCheck } from './not-null-by-check.ts'
import { namedConstraint, notValid, validate } from './not-valid.ts'
import { uniqueByIndex } from './unique-by-index.ts'

/**
 * A column that is added bare, with what would read or write all rows brought about afterwards: its default in
 * batches, its constraints validated by themselves, its unique index built beside the application. Null where
 * PostgreSQL has no such way: generated and identity columns, and tables whose rows have no single key.
 */
export function addColumnInSteps(context: StatementContext, alteration: Alteration): Instead | null {
  const { tree, snapshot, effects } = context
  const { table, written, command, column, name } = alteration
  if (tree === null || !('AlterTableStmt' in tree) || column === null) return null
  const statement = tree.AlterTableStmt
  const rewritten = effects.rewrites.includes(name)
  const filled = rewritten ? fillInBatches(context, alteration, column) : { type: column, after: [] }
  if (filled === null) return null
  const constraints = constraintsOf(column)
  const later = constraints.filter((one) => isLater(one) || (rewritten && isOfValue(one)))
  const bare: ColumnDef = {
    ...filled.type,
    constraints: (column.constraints ?? []).filter(
      (node) => !('Constraint' in node && later.includes(node.Constraint)),
    ),
  }
  const steps = later.map((one) => constraintInSteps(one))
  if (steps.includes(null)) return null
  return {
    sql: [
      withCommands(statement, [{ AlterTableCmd: { ...command, def: { ColumnDef: bare } } }]),
      ...filled.after,
      ...steps.flatMap((step) => step ?? []),
    ],
    reason:
      'The column is added in an instant, and rows are filled and checked while others use the table. Each statement must be a transaction of its own.',
  }

  function constraintInSteps(constraint: Constraint): string[] | null {
    const of = column?.colname ?? ''
    const { contype } = constraint
    if (contype === 'CONSTR_CHECK' || contype === 'CONSTR_FOREIGN') {
      if (contype === 'CONSTR_FOREIGN' && table.kind === 'partitioned' && snapshot.server.major < 18) return null
      const keys: Node[] = [{ String: { sval: of } }]
      const own = contype === 'CONSTR_FOREIGN' ? { ...constraint, fk_attrs: keys } : constraint
      const named = namedConstraint(own, table, of, contype === 'CONSTR_FOREIGN' ? 'fkey' : 'check', snapshot)
      return [notValid(statement, named), validate(written, named)]
    }
    return contype === 'CONSTR_UNIQUE' ? uniqueByIndex(written, table, constraint, snapshot, [of]) : []
  }
}

function isLater({ contype, skip_validation }: Constraint): boolean {
  if (contype === 'CONSTR_UNIQUE') return true
  return (contype === 'CONSTR_CHECK' || contype === 'CONSTR_FOREIGN') && skip_validation !== true
}

function isOfValue({ contype }: Constraint): boolean {
  return contype === 'CONSTR_DEFAULT' || contype === 'CONSTR_NOTNULL'
}

interface Filled {
  readonly type: ColumnDef
  readonly after: readonly string[]
}

function fillInBatches({ snapshot }: StatementContext, alteration: Alteration, column: ColumnDef): Filled | null {
  const { table, written } = alteration
  const key = batchKey(table, snapshot)
  const constraints = constraintsOf(column)
  if (key === null || table.kind !== 'table') return null
  if (constraints.some(({ contype = '' }) => unfillable.has(contype))) return null
  const of = column.colname ?? ''
  const name = readableIdentifier(of)
  const serial = serialType(column)
  const sequence = readableIdentifier(freeName(snapshot, table.name, of, 'seq'))
  const given = constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr
  const value = serial === null ? given && deparse(given) : `nextval('${sequence.replaceAll("'", "''")}')`
  if (value === undefined) return null
  const notNull = serial !== null || constraints.some(({ contype }) => contype === 'CONSTR_NOTNULL')
  return {
    type: serial === null ? column : { ...column, typeName: { names: [{ String: { sval: serial } }], typemod: -1 } },
    after: [
      ...(serial === null ? [] : [`create sequence ${sequence} as ${serial} owned by ${written}.${name}`]),
      `alter table ${written} alter column ${name} set default ${value}`,
      inBatches(
        written,
        key,
        (ofBatch) => `update ${written} set ${name} = default where ${ofBatch} and ${name} is null`,
      ),
      ...(notNull ? notNullByCheck(written, table, [of], snapshot) : []),
    ],
  }
}

const unfillable = new Set(['CONSTR_GENERATED', 'CONSTR_IDENTITY', 'CONSTR_PRIMARY'])

/** The integer that a `serial` stands for; null for any other type. */
function serialType({ typeName }: ColumnDef): string | null {
  const last = typeName?.names?.at(-1)
  const called = last !== undefined && 'String' in last ? (last.String.sval ?? '') : ''
  return serials[called] ?? null
}

const serials: Readonly<Record<string, string>> = {
  serial: 'int',
  serial4: 'int',
  bigserial: 'bigint',
  serial8: 'bigint',
  smallserial: 'smallint',
  serial2: 'smallint',
}
