import { type DatabaseObject, isState, PgwrightError, type Step } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { runBriefly, waitForTable } from './brief-lock.ts'
import { buildIndex } from './build-index.ts'
import { rebuildSteps } from './capture.ts'
import { findDroppable, findIndex, findWanted } from './catalog-index.ts'
import { definitionOfObject } from './catalog-object.ts'
import { checkConstraint, undoConstraint } from './constraint-check.ts'
import { definitionOf, type IndexName } from './definition.ts'
import type { JournalStep } from './journal.ts'
import { tablesLockedTogether } from './lock-together.ts'
import { isAnalyze } from './object-statement.ts'
import { waitForOpenTransactions } from './open-transactions.ts'
import { isAttached, undoAttach } from './partitioned-index.ts'
import { retry } from './retry.ts'
import { runConcurrently } from './run-concurrently.ts'
import type { Runner } from './runner.ts'
import { bringStateAbout, stateHolds, undoState } from './states/bring-state-about.ts'
import { undoDrop } from './undo/undo-drop.ts'

/** How often a build or drop is tried that runs into a deadlock: each try of a build can take its whole time. */
const concurrentTries = 5

/** Whether the state that a step is to bring about is there. */
export async function holds(runner: Runner, { sql, ensure }: Step): Promise<boolean> {
  if (isState(ensure)) return stateHolds(runner.control, ensure)
  switch (ensure.kind) {
    case 'index-present':
      return (await findWanted(runner.control, ensure, sql))?.usable === true
    case 'index-absent':
      return (await findDroppable(runner.control, ensure)) === null
    case 'partitioned-index-present':
      return (await findWanted(runner.control, ensure, sql)) !== null
    case 'partitioned-index-absent':
      return (await findIndex(runner.control, ensure)) === null
    case 'index-attached':
      return isAttached(runner.control, ensure)
    case 'index-detached':
      return !(await isAttached(runner.control, ensure))
    case 'object-present':
      return (await definitionOfObject(runner.control, ensure)) !== null
    case 'object-absent':
      return (await definitionOfObject(runner.control, ensure)) === null
    case 'always':
      return false
    default:
      return ensure satisfies never
  }
}

/** Brings the state about, whatever an earlier try left half-made. */
export async function bringAbout(runner: Runner, step: Step): Promise<void> {
  const { sql, ensure } = step
  if (isState(ensure)) return bringStateAbout(runner, step, ensure)
  if (await holds(runner, step)) return
  switch (ensure.kind) {
    case 'index-present':
      return retryConcurrently(runner, () => buildIndex(runner, step, ensure))
    case 'index-absent':
      return retryConcurrently(runner, () => dropIndex(runner, step, ensure))
    case 'object-present':
      await checkConstraint(runner.control, sql, ensure, { holdTimeoutMs: runner.holdTimeoutMs, before: [] })
      return runHolding(runner, step, holdsOthersUp(ensure.type) ? runner.holdTimeoutMs : runner.buildTimeoutMs)
    case 'object-absent':
    case 'partitioned-index-present':
    case 'partitioned-index-absent':
    case 'index-attached':
    case 'index-detached':
      return runHolding(runner, step, runner.holdTimeoutMs)
    case 'always':
      return runBriefly(runner, sql, sql, isAnalyze(sql) ? runner.buildTimeoutMs : runner.holdTimeoutMs)
    default:
      return ensure satisfies never
  }
}

async function runHolding(runner: Runner, step: Step, mostMs: number): Promise<void> {
  await runBriefly(runner, step.sql, step.sql, mostMs, await tablesLockedTogether(runner.control, step))
}

/** A session that waits for the table while a build waits for that session's transaction makes a deadlock. */
async function retryConcurrently(runner: Runner, work: () => Promise<void>): Promise<void> {
  await retry(runner, work, (tried, _, error) => {
    if (tried === concurrentTries) throw error
  })
}

/** A materialized view takes its time to fill, but only reads, which is in nobody's way. */
function holdsOthersUp(type: DatabaseObject['type']): boolean {
  return type !== 'materialized view'
}

async function dropIndex(runner: Runner, { sql }: Step, name: IndexName): Promise<void> {
  const until = Date.now() + runner.buildTimeoutMs
  await waitForOpenTransactions(runner, sql, name, 'drop', until)
  await waitForTable(runner, sql, name.schema, name.table)
  await runConcurrently(runner, sql, sql, until)
}

/** A step with all that taking it back will need, read from the catalog before the step changes it. */
export async function prepareStep(runner: Runner, row: JournalStep): Promise<JournalStep> {
  const { control } = runner
  const { step } = row
  const { ensure } = step
  if (isState(ensure)) return { ...row, rollback: await undoState(control, row, ensure) }
  switch (ensure.kind) {
    case 'index-present':
    case 'partitioned-index-present': {
      const definition = await definitionOf(control, ensure, step.sql)
      return { ...row, step: { ...step, ensure: { ...ensure, definition } } }
    }
    case 'index-absent': {
      const index = await findDroppable(control, ensure)
      if (index?.usable === true) return { ...row, rollback: await rebuildSteps(control, ensure) }
      // Of a drop that was broken off, which leaves the index invalid, the journal knows already what it was.
      if (index === null || row.begun) return row
      throw invalid(quoteQualified(ensure.schema, ensure.index))
    }
    case 'index-attached':
      return { ...row, rollback: await undoAttach(control, row, ensure) }
    case 'object-present':
      return (await holds(runner, step)) ? row : { ...row, rollback: await undoConstraint(control, row, ensure) }
    case 'object-absent':
      return row.begun || (await holds(runner, step)) ? row : { ...row, rollback: await undoDrop(control, ensure) }
    case 'partitioned-index-absent':
    case 'index-detached':
    case 'always':
      return row
    default:
      return ensure satisfies never
  }
}

function invalid(index: string): PgwrightError {
  return new PgwrightError(
    'usage',
    `The index ${index} is invalid: someone is building or dropping it, or that was broken off.`,
    'Wait until it is through, or drop the index by hand, and do it again.',
  )
}
