import type { Client } from 'pg'
import { PgwrightError, type State } from '../../model/index.ts'
import { objectName, quoteQualified } from '../../sql/index.ts'
import { columnFacts, fingerprintOf } from '../type-change/column-facts.ts'
import { refuseTypeChange } from '../type-change/refused.ts'
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
}

async function isSwapped(
  client: Client,
  { schema, table, column, incoming, outgoing }: ColumnsSwapped,
): Promise<boolean> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_catalog.pg_attribute
     where attrelid = pg_catalog.to_regclass($1) and attname = any($2) and not attisdropped`,
    [quoteQualified(schema, table), [column, incoming, outgoing]],
  )
  const there = new Set(rows.map(({ name }) => name))
  return there.has(column) && there.has(outgoing) && !there.has(incoming)
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
