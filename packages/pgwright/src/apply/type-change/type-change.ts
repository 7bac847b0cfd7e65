import type { Client } from 'pg'
import type { Change, Step } from '../../model/index.ts'
import { analyzeStep, dropObjectSql, quoteIdentifier, quoteQualified, typeChange } from '../../sql/index.ts'
import { fillSql } from './agree-sql.ts'
import { type ColumnFacts, columnFacts } from './column-facts.ts'
import type { Conversion } from './conversion.ts'
import { foreignKeySteps } from './foreign-key-steps.ts'
import { functionName, sideName, triggerName } from './own-names.ts'
import { requireReadable } from './readable.ts'
import { refuseTypeChange } from './refused.ts'
import { type Side, sideOf } from './side.ts'
import { sideSteps } from './side-steps.ts'
import { agreeStep, stepsBack, swapStep } from './swap-steps.ts'
import { backFunctionStep, forthFunctionStep, triggerSteps } from './sync-steps.ts'

/** `alter table … alter column … type … using …`, as it would be written. Names are as the catalog has them. */
export interface TypeChange {
  readonly schema: string
  readonly table: string
  readonly column: string
  /** With its schema where it is not PostgreSQL's own. */
  readonly type: string
  /** Of this column alone; names in it are qualified. Null: as PostgreSQL casts. */
  readonly using?: string | null
  /** The way back, of the column as it will be then. Null: as PostgreSQL casts. */
  readonly back?: string | null
}

/**
 * A column's change to another type that keeps nobody out: a column beside it is added, kept in step by a trigger, filled
 * in batches, given all that hangs on the old one, and swapped with it in one brief transaction. The old column stays, and
 * is kept in step, until `finishTypeChange`: up to then the change can be taken back without the loss of a row.
 *
 * @param client of the target, not in a transaction; nothing is changed
 * @throws PgwrightError `usage` where there is no such column or no such type, `unsupported` where something that hangs on
 *   the column can't be carried over, with what to do
 */
export async function typeChangePlan(client: Client, wanted: TypeChange): Promise<Change> {
  const change: Conversion = { ...wanted, using: wanted.using ?? null, back: wanted.back ?? null }
  const { schema, table, column } = change
  requireReadable(wanted)
  const { facts, bytes } = await look(client, change)
  const made = await sideOf(client, change, facts, 'new', wanted.type)
  const before = await sideOf(client, change, facts, 'old', null)
  const steps = stepsForth(change, facts, made, before.column)
  const rollback = [...stepsBack(change, facts, before, made.type), ...dropSteps(change, made.column)]
  const reason = [
    `${quoteIdentifier(column)} of ${quoteQualified(schema, table)} gets the type ${made.type} instead of ${facts.type} while everyone goes on.`,
    'Every row is written once, so that the table can grow to twice its size until it is vacuumed.',
    'The new column stands last among the columns: an INSERT that names no columns fails from the swap on, so look for such before; statements that are prepared and give out the column, or all columns, are to be prepared anew.',
    'A transaction in REPEATABLE READ that updates a row which was filled meanwhile fails, as with any update, and has to be done again.',
    ...referencesReason(facts),
    `The old column stays as ${quoteIdentifier(before.column)}, so that the change can be taken back until that one is dropped with: pgwright change-type --finish.`,
  ].join(' ')
  return typeChange({ schema, name: table }, steps, rollback, bytes, reason)
}

/** What ends a change of type: the old column is dropped, from where on there is no way back. */
export function finishTypeChange({ schema, table, column }: Pick<TypeChange, 'schema' | 'table' | 'column'>): Change {
  const reason = `The column that ${quoteIdentifier(column)} of ${quoteQualified(schema, table)} was before its type was changed is dropped; the change can't be taken back afterwards.`
  const change = { schema, table, column, using: null, back: null }
  return typeChange({ schema, name: table }, dropSteps(change, sideName('old', column)), [], 0, reason)
}

function referencesReason({ references }: ColumnFacts): string[] {
  if (references.length === 0) return []
  const named = references.map(
    ({ schema, table, name }) => `${quoteIdentifier(name)} of ${quoteQualified(schema, table)}`,
  )
  return [
    `Foreign keys refer to it: ${named.join(', ')}. Each is made a second time, to the new column, validated while everyone goes on, and takes the place of the first in a moment of its own, for which both tables are locked.`,
  ]
}

function stepsForth(change: Conversion, facts: ColumnFacts, side: Side, outgoing: string): Step[] {
  const { schema, table, column, using } = change
  const relation = quoteQualified(schema, table)
  const derived = {
    schema,
    table,
    column: side.column,
    expression: using ?? quoteIdentifier(column),
    castTo: side.type,
  }
  return [
    {
      sql: `alter table ${relation} add column ${quoteIdentifier(side.column)} ${side.type}`,
      ensure: { kind: 'object-present', type: 'table column', names: [schema, table, side.column], definition: null },
      locks: [{ relation, mode: 'AccessExclusiveLock' }],
      transactional: true,
    },
    forthFunctionStep(change, side.column),
    ...triggerSteps(change, 'forth'),
    {
      sql: fillSql(derived),
      ensure: { kind: 'column-filled', ...derived },
      locks: [{ relation, mode: 'RowExclusiveLock' }],
      transactional: true,
    },
    ...sideSteps(change, facts, side),
    analyzeStep({ schema, name: table }),
    // They are validated by queries that are planned by then.
    ...facts.references.flatMap((key) => foreignKeySteps(key, 'new', { schema, table, from: column, to: side.column })),
    backFunctionStep(change, side.type, outgoing),
    agreeStep(change, side.column, derived.expression, side.type),
    swapStep(change, facts, side),
  ]
}

/** Whichever of the triggers is there by then. */
function dropSteps({ schema, table, column }: Conversion, unwanted: string): Step[] {
  const [sync, relation] = [
    unwanted === sideName('old', column) ? 'back' : 'forth',
    quoteQualified(schema, table),
  ] as const
  const objects = [
    { type: 'trigger', names: [schema, table, triggerName(sync, column)] },
    { type: 'function', names: [schema, functionName('forth', table, column)] },
    { type: 'function', names: [schema, functionName('back', table, column)] },
    { type: 'table column', names: [schema, table, unwanted] },
  ] as const
  return objects.map(({ type, names }) => ({
    sql: dropObjectSql({ type, names }),
    ensure: { kind: 'object-absent', type, names: [...names] },
    locks: type === 'function' ? [] : [{ relation, mode: 'AccessExclusiveLock' }],
    transactional: true,
  }))
}

async function look(client: Client, { schema, table, column }: Conversion) {
  try {
    await client.query('begin read only; set local search_path = pg_catalog')
    const facts = await columnFacts(client, schema, table, column)
    await refuseTypeChange(client, schema, table, column)
    const { rows } = await client.query<{ bytes: number }>('select pg_total_relation_size($1::oid)::float8 as bytes', [
      facts.relation,
    ])
    return { facts, bytes: rows[0]?.bytes ?? 0 }
  } finally {
    await client.query('rollback').catch(() => {})
  }
}
