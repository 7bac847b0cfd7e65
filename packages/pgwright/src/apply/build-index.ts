import type { Client } from 'pg'
import { PgwrightError, type Step } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { oldTransactions } from './blockers.ts'
import { waitForTable } from './brief-lock.ts'
import { type CatalogIndex, findIndex } from './catalog-index.ts'
import { definitionOf, type WantedIndex } from './definition.ts'
import type { Runner } from './runner.ts'
import { runWatched } from './watched.ts'

/** How long a build that failed may wait for others while it takes its invalid index away. */
const cleanUpTimeoutMs = 10_000

/**
 * What is there under the wanted name; null where nothing is.
 *
 * @throws PgwrightError `usage` where it is another index
 */
export async function findWanted(client: Client, wanted: WantedIndex, sql: string): Promise<CatalogIndex | null> {
  const index = await findIndex(client, wanted)
  // Built from its own text, an index is at times written differently, so both texts will do.
  if (index === null || index.definition === wanted.definition) return index
  if (index.definition === (await definitionOf(client, wanted, sql))) return index
  throw new PgwrightError(
    'usage',
    `There is another index ${quoteQualified(wanted.schema, wanted.index)} already.`,
    'Rename or drop that one, or make the plan again.',
  )
}

/** Builds an index that is not there; one that was left invalid is dropped first, and built again. */
export async function buildIndex(runner: Runner, { sql }: Step, wanted: WantedIndex): Promise<void> {
  await waitForTable(runner, sql, wanted.schema, wanted.table)
  // Only now is an index that is not valid known to be nobody's: whoever builds one holds the lock just waited for.
  const found = await findWanted(runner.control, wanted, sql)
  if (found?.usable === true) return
  const name = quoteQualified(wanted.schema, wanted.index)
  const limits = { lockTimeoutMs: 0, statementTimeoutMs: runner.buildTimeoutMs }
  if (found !== null) {
    runner.emit({ kind: 'repairing', index: name })
    await runWatched(runner, sql, [`drop index concurrently ${name}`], limits)
  }
  const blockers = await oldTransactions(runner.control)
  if (blockers.length > 0) runner.emit({ kind: 'old-transactions', sql, blockers })
  try {
    await runWatched(runner, sql, [sql], limits)
  } catch (error) {
    if (!(await isBuiltAfterAll(runner, wanted, sql))) throw error
  }
}

/** The session can be lost when the index is complete. If it is not, what there is of it is taken away. */
async function isBuiltAfterAll(runner: Runner, wanted: WantedIndex, sql: string): Promise<boolean> {
  const { control } = runner
  const name = quoteQualified(wanted.schema, wanted.index)
  try {
    const index = await findWanted(control, wanted, sql)
    if (index === null || index.usable) return index !== null
    await control.query(`set lock_timeout = 0; set statement_timeout = ${cleanUpTimeoutMs}`)
    await control.query(`drop index concurrently ${name}`)
  } catch {
    // What went wrong first is what has to be thrown.
    runner.emit({ kind: 'left-invalid', index: name })
  } finally {
    await control.query('reset lock_timeout; reset statement_timeout').catch(() => {})
  }
  return false
}
