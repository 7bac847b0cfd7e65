import type { Client } from 'pg'
import { PgwrightError, type State, type Step } from '../../model/index.ts'
import { objectName, quoteQualified } from '../../sql/index.ts'
import { runBriefly } from '../brief-lock.ts'
import { columnFacts, fingerprintOf } from '../type-change/column-facts.ts'
import { refuseTypeChange } from '../type-change/refused.ts'
import { rightsSql } from '../type-change/swap-sql.ts'
import { areSwap } from '../type-change/swap-statements.ts'
import { backSteps } from '../type-change/swap-steps.ts'
import type { StateKind } from './state-kind.ts'

type ColumnsSwapped = Extract<State, { kind: 'columns-swapped' }>

/** One transaction that changes the catalog alone. */
export const columnsSwapped: StateKind<ColumnsSwapped> = {
  describe: ({ schema, table, column }) =>
    `the type of ${objectName({ type: 'table column', names: [schema, table, column] })}`,
  isDoneBy: () => false,
  isDoneByAll: areSwap,
  relation: ({ schema, table }) => ({ schema, name: table, kinds: 'r', childless: true }),
  needs: ({ schema, table, column }) => ({ type: 'table column', names: [schema, table, column] }),
  async check(client, wanted) {
    const { schema, table, column, carried } = wanted
    if (carried === null || (await isSwapped(client, wanted))) return
    await refuseTypeChange(client, schema, table, column)
    if (fingerprintOf(await columnFacts(client, schema, table, column)) !== carried) throw changed(wanted)
  },
  holds: isSwapped,
  undo: backSteps,
  inNobodysWay: false,
  async run(runner, sql, wanted) {
    if (wanted.carried !== null) await requireAllRights(runner.control, sql, wanted)
    await runBriefly(runner, sql, sql, runner.holdTimeoutMs)
  },
}

async function isSwapped(client: Client, wanted: ColumnsSwapped): Promise<boolean> {
  const there = await columnsOf(client, wanted)
  return there.has(wanted.column) && there.has(wanted.outgoing) && !there.has(wanted.incoming)
}

/** Whether the column is alone by now: what it was swapped with is dropped. */
export async function isFinished(client: Client, wanted: ColumnsSwapped): Promise<boolean> {
  const there = await columnsOf(client, wanted)
  return there.has(wanted.column) && there.size === 1
}

/**
 * Foreign keys that refer to the column and did not when it was changed: the way back knows nothing of them, and what
 * they refer to could not be dropped.
 */
export async function laterForeignKeys(
  client: Client,
  wanted: ColumnsSwapped,
  rollback: readonly Step[],
): Promise<string[]> {
  if (!(await isSwapped(client, wanted))) return []
  const { references } = await columnFacts(client, wanted.schema, wanted.table, wanted.column)
  const known = rollback.map(({ ensure }) => (ensure.kind === 'foreign-key-moved' ? keyOf(ensure) : ''))
  return references.map((key) => keyOf({ ...key, constraint: key.name })).filter((name) => !known.includes(name))
}

function keyOf({ schema, table, constraint }: { schema: string; table: string; constraint: string }): string {
  return objectName({ type: 'table constraint', names: [schema, table, constraint] })
}

async function columnsOf(
  client: Client,
  { schema, table, column, incoming, outgoing }: ColumnsSwapped,
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_catalog.pg_attribute
     where attrelid = pg_catalog.to_regclass($1) and attname = any($2) and not attisdropped`,
    [quoteQualified(schema, table), [column, incoming, outgoing]],
  )
  return new Set(rows.map(({ name }) => name))
}

/** A role that was granted something since the plan was made is not to lose it. */
async function requireAllRights(client: Client, sql: string, wanted: ColumnsSwapped): Promise<void> {
  const { schema, table, column, using } = wanted
  const facts = await columnFacts(client, schema, table, column)
  const rights = rightsSql({ schema, table, column, using, back: null }, facts)
  if (rights.some((statement) => !sql.includes(statement))) throw changed(wanted)
}

function changed({ schema, table, column }: ColumnsSwapped): PgwrightError {
  return new PgwrightError(
    'usage',
    `${objectName({ type: 'table column', names: [schema, table, column] })}, or something that hangs on it, is not what it was when the plan was made.`.replace(
      /^t/,
      'T',
    ),
    'Make the plan again; if a run of it is half done, roll that back before.',
  )
}
