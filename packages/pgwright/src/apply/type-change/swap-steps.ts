import type { Client } from 'pg'
import type { State, Step } from '../../model/index.ts'
import { dropObjectSql, quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { disagreeingSql } from './agree-sql.ts'
import { type ColumnFacts, columnFacts, fingerprintOf } from './column-facts.ts'
import { type Conversion, converted } from './conversion.ts'
import { foreignKeySteps } from './foreign-key-steps.ts'
import { functionName, sideName } from './own-names.ts'
import { type Side, sideOf } from './side.ts'
import { sideSteps } from './side-steps.ts'
import { swapSql } from './swap-sql.ts'
import { strictSteps } from './sync-steps.ts'

export type ColumnsSwapped = Extract<State, { kind: 'columns-swapped' }>

export function swapStep(change: Conversion, facts: ColumnFacts, side: Side): Step {
  const { schema, table, column, using } = change
  const outgoing = sideName(side.side === 'new' ? 'old' : 'new', column)
  const carried = side.side === 'new' ? fingerprintOf(facts) : null
  const names = { schema, table, column, incoming: side.column, outgoing }
  return {
    sql: swapSql(change, facts, side, outgoing),
    ensure: { kind: 'columns-swapped', ...names, using, carried },
    locks: [{ relation: quoteQualified(schema, table), mode: 'AccessExclusiveLock' }],
    transactional: true,
  }
}

/** Whether the column holds, in every row, what its conversion makes of the value in the one beside it. */
export function agreeStep({ schema, table }: Conversion, column: string, expression: string, castTo: string): Step {
  const wanted = { schema, table, column, expression, castTo }
  return {
    sql: disagreeingSql(wanted),
    ensure: { kind: 'columns-agree', ...wanted },
    locks: [{ relation: quoteQualified(schema, table), mode: 'AccessShareLock' }],
    transactional: true,
  }
}

/** What takes a swap back, as long as the old column is there; to be called before the swap. */
export async function backSteps(
  client: Client,
  { schema, table, column, incoming, using }: ColumnsSwapped,
): Promise<Step[]> {
  const change: Conversion = { schema, table, column, using, back: null }
  const facts = await columnFacts(client, schema, table, column)
  const { type } = await columnFacts(client, schema, table, incoming)
  return stepsBack(change, facts, await sideOf(client, change, facts, 'old', null), type)
}

/** Looked at first, before anything is done, and again when no row can be written any more that would be lost. */
export function stepsBack(change: Conversion, facts: ColumnFacts, side: Side, type: string): Step[] {
  const { schema, table, column, using } = change
  const value = converted(change, using, quoteIdentifier(side.column))
  const agree = agreeStep(change, column, value, type)
  const names = [schema, functionName('strict', table, column)]
  return [
    agree,
    ...strictSteps(change, type, side.column),
    agree,
    ...sideSteps(change, facts, side),
    ...facts.references.flatMap((key) => foreignKeySteps(key, 'old', { schema, table, from: column, to: side.column })),
    swapStep(change, facts, side),
    {
      sql: dropObjectSql({ type: 'function', names }),
      ensure: { kind: 'object-absent', type: 'function', names },
      locks: [],
      transactional: true,
    },
  ]
}
