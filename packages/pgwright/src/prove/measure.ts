import type { ClientBase } from 'pg'
import type { RandomSource } from '../model/index.ts'
import { isUnclear, perCall, type Run } from './difference.ts'
import { interleave } from './interleave.ts'
import { digestOf, type ResultDigest } from './result.ts'
import { enterAs, execute, explain, giveSettings, onSide, type Side } from './session.ts'
import { mostLooks, pairsFor } from './sign-test.ts'
import type { TrialStatement } from './trial-statement.ts'
import type { ValueSet } from './values.ts'

/** A statement with the values that it is given, the same on every side. */
export interface Subject extends TrialStatement {
  readonly valueSets: readonly [ValueSet, ...ValueSet[]]
}

/** What a statement did on one side. */
export interface Measured {
  /** In the order of the rounds, so that equal positions of two sides make a pair. */
  readonly runs: Run[]
  /** Shared buffers hit and read, by the first values. */
  readonly buffers: number
  /** Of the results, by the number of the values. */
  readonly digests: Map<number, ResultDigest>
}

export interface MeasureOptions {
  readonly repeats: number
  readonly random: RandomSource
  /** That a gain must have to count, below 1; 0 where any will do that is clear. */
  readonly confidence: number
}

/** What the runs of a statement on one side may take, for each repetition that was asked for. */
const budgetPerRepeatMs = 40
const minRuns = 3
/** So many pairs that agree leave a chance of 3 % that nothing differs (the sign test); fewer can't say as much. */
const sureRuns = 6
/** What `sureRuns` may take, whatever the budget is. */
const sureRunsMs = 3000
/** The same where a confidence was asked for. */
const askedRunsMs = 30_000
/** Fewer runs with the same values say nothing: statements that can be run less often are given fewer sets of them. */
const minRunsPerSet = 3
/** Statements faster than this are run a few times in a row: else opening the transaction would be most of the work. */
const fastMs = 20
const burst = 3
/** What finding out how long a run takes may take. */
const explorationMs = 100

/** Runs a statement on each side in turn. */
export async function measureSides(
  client: ClientBase,
  subject: Subject,
  sides: readonly Side[],
  { repeats, random, confidence }: MeasureOptions,
): Promise<Map<Side, Measured>> {
  const measured = new Map<Side, Measured>()
  let slowestMs = 0
  for (const side of sides) {
    const { buffers, elapsedMs } = await analyze(client, subject, side)
    measured.set(side, { runs: [], buffers, digests: new Map() })
    slowestMs = Math.max(slowestMs, elapsedMs)
  }
  // One side alone has nothing to be told apart from.
  const wanted = sides.length === 1 ? repeats : Math.max(repeats, minRunsPerSet * subject.valueSets.length)
  const { rounds, inRow, sets } = schedule(slowestMs, wanted, repeats * budgetPerRepeatMs, confidence)
  for (let attempt = 1; attempt <= mostLooks; attempt++) {
    const made = await interleave(sides, rounds, random, (side, round) => {
      const numbers = Array.from({ length: inRow }, (_, i) => ((round * inRow + i) % sets) % subject.valueSets.length)
      return runInRow(client, subject, side, numbers, measured.get(side)?.digests ?? new Map())
    })
    for (const [side, runs] of made) measured.get(side)?.runs.push(...runs)
    const [before, after] = [...measured.values()]
    if (before === undefined || after === undefined || !isUnclear(perCall(before.runs, after.runs, confidence))) break
  }
  return measured
}

/**
 * Slow statements are run as often as the time allows. All are run often enough to be sure where that is soon done, however
 * few runs are asked for, and at least three times.
 */
function schedule(elapsedMs: number, wanted: number, budgetMs: number, confidence: number) {
  const sure = Math.max(sureRuns, pairsFor(confidence))
  const least = sure * elapsedMs <= (confidence > 0 ? askedRunsMs : sureRunsMs) ? sure : minRuns
  const runs = Math.max(least, Math.min(wanted, Math.floor(budgetMs / Math.max(elapsedMs, 0.1))))
  const inRow = elapsedMs < fastMs ? burst : 1
  return { rounds: Math.ceil(runs / inRow), inRow, sets: Math.floor(runs / minRunsPerSet) }
}

interface Analysis {
  readonly Plan: { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number }
  readonly 'Planning Time': number
  readonly 'Execution Time': number
}

/**
 * The first runs of a side bring what its plans read into the cache, count it, and tell how long a run takes: with all
 * of the values, since one may find ten rows and the next ten thousand.
 */
async function analyze(client: ClientBase, subject: Subject, side: Side) {
  return onSide(client, side, async () => {
    const [first] = subject.valueSets
    await enterAs(client, subject.role)
    await giveSettings(client, first)
    const analysis = await explain<Analysis>(client, subject, first, 'analyze, buffers, timing off')
    const { Plan: plan, 'Planning Time': planningMs, 'Execution Time': executionMs } = analysis
    const timesMs = [planningMs + executionMs]
    for (const values of subject.valueSets) {
      if (sum(timesMs) > explorationMs) break
      await giveSettings(client, values)
      timesMs.push((await execute(client, subject, values)).elapsedMs)
    }
    const buffers = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
    return { buffers, elapsedMs: sum(timesMs) / timesMs.length }
  })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** Runs with the values given by number, in one transaction. */
async function runInRow(
  client: ClientBase,
  subject: Subject,
  side: Side,
  numbers: readonly number[],
  digests: Map<number, ResultDigest>,
): Promise<Run[]> {
  return onSide(client, side, async () => {
    await enterAs(client, subject.role)
    await warmUp(client, subject, numbers)
    const runs: Run[] = []
    for (const number of numbers) {
      const values = subject.valueSets[number] ?? subject.valueSets[0]
      await giveSettings(client, values)
      const { elapsedMs, rows } = await execute(client, subject, values)
      runs.push({ values: number, elapsedMs })
      if (!digests.has(number)) digests.set(number, digestOf(rows))
    }
    return runs
  })
}

/** The session has forgotten what it knew of a table whose index was dropped; for slow statements planning will do. */
async function warmUp(client: ClientBase, subject: Subject, numbers: readonly number[]): Promise<void> {
  const values = subject.valueSets[numbers[0] ?? 0] ?? subject.valueSets[0]
  await giveSettings(client, values)
  if (numbers.length > 1) await execute(client, subject, values)
  else await explain(client, subject, values, 'costs off')
}
