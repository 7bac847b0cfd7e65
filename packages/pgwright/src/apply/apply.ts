import type { Client } from 'pg'
import type { PgwrightError, Plan, Run, Step } from '../model/index.ts'
import { toPgwrightError } from '../postgres/index.ts'
import { waitForRoom } from './brakes.ts'
import { bringAbout, holds, prepareStep } from './bring-about.ts'
import { definitionOfObject } from './catalog-object.ts'
import { checkPlan } from './check.ts'
import { findFreeSpace } from './disk/free-space.ts'
import { spaceNeeded } from './disk/space-needed.ts'
import {
  beginStep,
  createJournal,
  endStep,
  findJournal,
  type JournalStep,
  openRun,
  readSteps,
  setRunState,
} from './journal.ts'
import type { ApplyOptions } from './options.ts'
import { isOutdated } from './outdated.ts'
import { type Connect, type Runner, throwIfStopped, withRunner } from './runner.ts'
import { readRun } from './runs.ts'
import { stepsForGood } from './undo/undo-drop.ts'

/**
 * Applies a plan, or goes on with a run of it that was broken off: what is there already is skipped, what was left
 * half-made is cleaned up first. Indexes are built and dropped concurrently, and what is done is written to the
 * journal in the target's schema `pgwright` before and after each step.
 *
 * @param connect opens a session in autocommit as the owner of the plan's tables; called twice
 *
 * @example
 * const run = await applyPlan(() => connectWriter(parseTarget(url)), plan, { onProgress: console.error })
 *
 * @throws PgwrightError before anything is done: `permission`, `usage` where plan and database don't fit together,
 *   `bad-file`, `unsupported`, `busy` while another run is under way. Later: whatever made a step fail; the run is then
 *   `failed` in the journal.
 */
export async function applyPlan(connect: Connect, plan: Plan, options: ApplyOptions = {}): Promise<Run> {
  return withRunner(connect, options, 'applying the plan', async (opened) => {
    const { control, emit } = opened
    await checkPlan(control, plan, opened.holdTimeoutMs)
    const runner = { ...opened, freeSpace: await findFreeSpace(opened, plan) }
    throwIfStopped(runner)
    const journal = await findJournal(control)
    if (!journal.tables) {
      emit({ kind: 'creating-journal' })
      await createJournal(control, journal)
    }
    const { runId, resumed } = await openRun(control, plan)
    const steps = await readSteps(control, runId)
    emit({ kind: 'run-started', runId, resumed, steps: steps.length })
    for (const row of steps) {
      if (isThrough(row) && isOutdated(row, steps)) continue
      if (await isOvertaken(runner, row, steps)) await skipStep(runner, row)
      else await doStep(runner, row, spaceNeeded(plan, row))
    }
    await setRunState(control, runId, 'done')
    return readRun(control, runId)
  })
}

/**
 * Looks whether a plan can be applied, by all that can be known before; writes nothing.
 *
 * @returns the steps that could never be taken back
 * @throws PgwrightError as {@link applyPlan} does before anything is done
 */
export async function requireApplicable(connect: Connect, plan: Plan, options: ApplyOptions = {}): Promise<Step[]> {
  return withRunner(connect, options, 'checking the plan', async (runner) => {
    await checkPlan(runner.control, plan, runner.holdTimeoutMs)
    await findFreeSpace(runner, plan)
    return stepsForGood(runner.control, plan)
  })
}

function isThrough({ state }: JournalStep): boolean {
  return state === 'done' || state === 'skipped'
}

/** What a change made ready for a swap has other names after it, and must not be made again. */
async function isOvertaken(
  runner: Runner,
  { position, changeId }: JournalStep,
  steps: readonly JournalStep[],
): Promise<boolean> {
  for (const other of steps) {
    if (other.changeId !== changeId || other.position <= position) continue
    if (other.step.ensure.kind === 'columns-swapped' && (await holds(runner, other.step))) return true
  }
  return false
}

async function skipStep({ control, emit }: Runner, row: JournalStep): Promise<void> {
  if (isThrough(row)) return
  await endStep(control, row, 'skipped')
  emit({ kind: 'step-finished', position: row.position, state: 'skipped' })
}

async function doStep(runner: Runner, row: JournalStep, neededBytes: number): Promise<void> {
  const { control, emit } = runner
  const { position, step, begun } = row
  try {
    throwIfStopped(runner)
    // A run can be gone on with days later, and somebody may have dropped by then what it had built.
    if (isThrough(row) && (await holds(runner, step))) return
    await waitForRoom(runner, neededBytes)
    emit({ kind: 'step-started', position, sql: step.sql })
    const prepared = await prepareStep(runner, row)
    // What this run had begun is its own work, even if it was killed before it could say that it was through.
    const skipped = !begun && (await holds(runner, prepared.step))
    if (!skipped) {
      await beginStep(control, prepared)
      await bringAbout(runner, prepared.step)
      await keepDefinition(control, prepared)
    }
    await endStep(control, row, skipped ? 'skipped' : 'done')
    emit({ kind: 'step-finished', position, state: skipped ? 'skipped' : 'done' })
  } catch (error) {
    const failure = await failStep(runner, row, error)
    await setRunState(control, row.runId, 'failed').catch(() => {})
    throw failure
  }
}

/** What PostgreSQL made of an object's statement: a rollback takes away that and nothing else. */
async function keepDefinition(control: Client, row: JournalStep): Promise<void> {
  const { ensure } = row.step
  if (ensure.kind !== 'object-present') return
  const definition = await definitionOfObject(control, ensure)
  await beginStep(control, { ...row, step: { ...row.step, ensure: { ...ensure, definition } } })
}

/** Tells of the failure and writes it down, where the server can still be reached. */
export async function failStep(runner: Runner, row: JournalStep, error: unknown): Promise<PgwrightError> {
  const failure = toPgwrightError(error, `step ${row.position} of run ${row.runId}`)
  await endStep(runner.control, row, 'failed', failure.message).catch(() => {})
  runner.emit({ kind: 'step-failed', runId: row.runId, position: row.position, error: failure.message })
  return failure
}
