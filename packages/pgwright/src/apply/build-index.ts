import type { Step } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { oldTransactions } from './blockers.ts'
import { waitForTable } from './brief-lock.ts'
import { findWanted } from './catalog-index.ts'
import type { WantedIndex } from './definition.ts'
import { waitForOpenTransactions } from './open-transactions.ts'
import { runConcurrently } from './run-concurrently.ts'
import { prepareControl, type Runner, setLimits } from './runner.ts'

/** How long a build that failed may wait for others while it takes its invalid index away. */
const cleanUpTimeoutMs = 10_000

/** Builds an index that is not there; one that was left invalid is dropped first, and built again. */
export async function buildIndex(runner: Runner, { sql }: Step, wanted: WantedIndex): Promise<void> {
  const until = Date.now() + runner.buildTimeoutMs
  await waitForOpenTransactions(runner, sql, wanted, 'build', until)
  await waitForTable(runner, sql, wanted.schema, wanted.table)
  // Only now is an index that is not valid known to be nobody's: whoever builds one holds the lock just waited for.
  const found = await findWanted(runner.control, wanted, sql)
  if (found?.usable === true) return
  const name = quoteQualified(wanted.schema, wanted.index)
  if (found !== null) {
    runner.emit({ kind: 'repairing', index: name })
    await runConcurrently(runner, sql, `drop index concurrently ${name}`, until)
  }
  const blockers = await oldTransactions(runner.control)
  if (blockers.length > 0) runner.emit({ kind: 'old-transactions', sql, blockers })
  try {
    await runConcurrently(runner, sql, sql, until)
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
    await setLimits(control, { lockTimeoutMs: 0, statementTimeoutMs: cleanUpTimeoutMs })
    await control.query('set search_path to default')
    await control.query(`drop index concurrently ${name}`)
  } catch {
    // What went wrong first is what has to be thrown.
    runner.emit({ kind: 'left-invalid', index: name })
  } finally {
    await prepareControl(control).catch(() => {})
  }
  return false
}
