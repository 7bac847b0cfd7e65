import { isDeepStrictEqual } from 'node:util'
import { isState, PgwrightError, type Run, type Step } from '../model/index.ts'
import { objectName, quoteQualified } from '../sql/index.ts'
import { failStep } from './apply.ts'
import { bringAbout, holds } from './bring-about.ts'
import { findIndex } from './catalog-index.ts'
import { definitionOfObject } from './catalog-object.ts'
import { endStep, findJournal, type JournalStep, readSteps, setRunState, stepsOfRuns } from './journal.ts'
import { findLost } from './lost-foreign-keys.ts'
import type { ApplyOptions } from './options.ts'
import { takesAway } from './outdated.ts'
import { checkJournalRights, checkTables } from './rights.ts'
import { type Connect, type Runner, throwIfStopped, withRunner } from './runner.ts'
import { readRun } from './runs.ts'
import { checkStateRights } from './states/check-states.ts'
import { isFinished, laterForeignKeys } from './states/columns-swapped.ts'
import { kindOf, subjectOfState } from './states/state-kinds.ts'
import { canBeUndone } from './undo/undo-drop.ts'

export interface RollbackOptions extends ApplyOptions {
  /** Ids of the changes to take back; else all of the run. */
  readonly only?: ReadonlySet<string>
}

/**
 * Takes a run back, last step first, a half-done run too; the journal alone knows how. What the run found done already
 * stays. A rollback that was broken off is gone on with.
 *
 * @param connect opens a session in autocommit as the owner of the run's tables; called twice
 * @throws PgwrightError `usage` where there is no such run, or an index is no longer the one that the run built; else
 *   as `applyPlan`
 */
export async function rollbackRun(connect: Connect, runId: number, options: RollbackOptions = {}): Promise<Run> {
  // Who takes a run back may do so because the server is in need.
  return withRunner(connect, { ...options, brakes: null }, `taking back run ${runId}`, async (runner) => {
    const { control, worker, emit } = runner
    if (!(await findJournal(control)).tables) throw noJournal(runId)
    await checkJournalRights(control)
    const run = await readRun(control, runId)
    if (run.state === 'rolled-back') return run
    const all = await readSteps(control, runId)
    const begun = all.filter(({ begun, state }) => begun && state !== 'rolled-back')
    const wanted = begun.filter(({ changeId }) => options.only?.has(changeId) ?? true).reverse()
    const isLost = await findLost(control, all)
    const steps = wanted.map((row) => ({ ...row, rollback: row.rollback.filter((step) => !isLost(step)) }))
    for (const { step, rollback } of steps) {
      if (step.ensure.kind === 'object-absent' && !canBeUndone(step, rollback))
        throw goneForGood(objectName(step.ensure), runId)
      if (step.ensure.kind !== 'columns-swapped') continue
      if (await isFinished(control, step.ensure)) throw finished(kindOf(step.ensure).describe(step.ensure), runId)
      const [later] = await laterForeignKeys(control, step.ensure, rollback)
      if (later !== undefined) throw referredTo(kindOf(step.ensure).describe(step.ensure), later, runId)
    }
    const done = steps.flatMap(({ step }) => (isLost(step) ? [] : [step]))
    await checkTables(control, done)
    await checkStateRights(control, done)
    // The definition of an index in the database's own tablespace does not name it.
    await worker.query(`set default_tablespace = ''`)
    await setRunState(control, runId, 'rolling-back')
    emit({ kind: 'run-started', runId, resumed: run.state === 'rolling-back', steps: steps.length })
    for (const row of steps) await undoStep(runner, row, isLost(row.step))
    await setRunState(control, runId, steps.length < begun.length ? 'done' : 'rolled-back')
    return readRun(control, runId)
  })
}

async function undoStep(runner: Runner, row: JournalStep, isLost: boolean): Promise<void> {
  const { control, emit } = runner
  const { position } = row
  emit({ kind: 'step-started', position, sql: row.rollback.map(({ sql }) => sql).join('; ') })
  try {
    if (!isLost && !(await isGone(runner, row.step))) {
      await requireOwn(runner, row)
      for (const step of await whatIsLeft(runner, row)) {
        throwIfStopped(runner)
        await bringAbout(runner, step)
      }
    }
    await endStep(control, row, 'rolled-back')
    emit({ kind: 'step-finished', position, state: 'rolled-back' })
  } catch (error) {
    throw await failStep(runner, row, error)
  }
}

/** What a run made and is no longer there has no state to be brought back. */
async function isGone({ control }: Runner, { ensure }: Step): Promise<boolean> {
  const object = isState(ensure) ? kindOf(ensure).needs(ensure) : null
  if (object === null || (await definitionOfObject(control, object)) !== null) return false
  const made = (await stepsOfRuns(control)).map((step) => step.ensure)
  return made.some(
    (one) => one.kind === 'object-present' && isDeepStrictEqual({ type: one.type, names: one.names }, object),
  )
}

/** What was made ready to take another's place, a column's or a foreign key's, has other names since that was done. */
async function whatIsLeft(runner: Runner, { rollback }: JournalStep): Promise<readonly Step[]> {
  const at = rollback.findIndex(({ ensure }) => ensure.kind === 'columns-swapped')
  const swap = rollback[at]
  if (swap !== undefined && (await holds(runner, swap))) return rollback.slice(at + 1)
  let left: readonly Step[] = rollback
  for (const move of rollback.filter(({ ensure }) => ensure.kind === 'foreign-key-moved'))
    if (await holds(runner, move)) left = left.filter((step) => step !== move && !takesAway(move, step))
  return left
}

/** What someone put in the place of what was made is not ours to drop. */
async function requireOwn(runner: Runner, { runId, step, rollback }: JournalStep): Promise<void> {
  const { control } = runner
  const { ensure } = step
  if (isState(ensure)) {
    const subject = subjectOfState(ensure)
    const states = [step, ...rollback].filter((one) => isState(one.ensure) && subjectOfState(one.ensure) === subject)
    for (const one of states) if (states.length === 1 || (await holds(runner, one))) return
    // Neither as the run left it nor as it was before.
    throw changedSince(kindOf(ensure).describe(ensure), runId)
  }
  if (ensure.kind === 'object-absent') {
    for (const { ensure: again } of rollback) {
      if (again.kind !== 'object-present' || again.definition === null) continue
      const definition = await definitionOfObject(control, again)
      if (definition !== null && definition !== again.definition) throw notOurs(objectName(again), runId)
    }
    return
  }
  if (ensure.kind === 'object-present') {
    const definition = await definitionOfObject(control, ensure)
    if (definition === null || ensure.definition === null || definition === ensure.definition) return
    throw notOurs(objectName(ensure), runId)
  }
  if (ensure.kind !== 'index-present' && ensure.kind !== 'partitioned-index-present') return
  const index = await findIndex(control, ensure)
  if (index === null || index.definition === ensure.definition) return
  throw notOurs(`the index ${quoteQualified(ensure.schema, ensure.index)}`, runId)
}

function notOurs(what: string, runId: number): PgwrightError {
  return new PgwrightError(
    'usage',
    `Under the name of ${what} there is another by now than run ${runId} made, or found.`,
    'Look at it, and rename or drop it by hand before you roll back again.',
  )
}

function goneForGood(what: string, runId: number): PgwrightError {
  return new PgwrightError(
    'unsupported',
    `Run ${runId} has dropped ${what}, which can't be brought back, so that the run can't be taken back.`,
    "Nothing was done: take back by hand what you don't want of the run.",
  )
}

function finished(what: string, runId: number): PgwrightError {
  return new PgwrightError(
    'unsupported',
    `Run ${runId} has changed ${what}, and the column that it was before is dropped by now, so that the run can't be taken back.`,
    'Nothing was done: have another change of the type planned, with pgwright change-type, where it is to be as before.',
  )
}

function referredTo(what: string, by: string, runId: number): PgwrightError {
  return new PgwrightError(
    'usage',
    `Run ${runId} has changed ${what}, and since then ${by} refers to it.`,
    'Nothing was done: drop that one before, and add it again afterwards; or roll back first the run that has made it.',
  )
}

function changedSince(what: string, runId: number): PgwrightError {
  return new PgwrightError(
    'usage',
    `Somebody has changed ${what} since run ${runId} did.`,
    'Look at it, and put it by hand into the state that it had before the run or after it.',
  )
}

function noJournal(runId: number): PgwrightError {
  return new PgwrightError(
    'usage',
    `There is no run ${runId}: nothing was ever applied to this database.`,
    'Check that this is the database that the plan was applied to.',
  )
}
