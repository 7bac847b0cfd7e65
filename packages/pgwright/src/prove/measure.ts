import type { ClientBase } from 'pg'
import { isUnclear } from './difference.ts'
import { interleave } from './interleave.ts'
import type { Random } from './random.ts'
import { digestOf, type ResultDigest } from './result.ts'
import { enterAs, execute, explain, giveSettings, onSide, type Side } from './session.ts'
import type { TrialStatement } from './trial-statement.ts'
import type { ValueSet } from './values.ts'

/** A statement with the values that it is given, the same on every side. */
export interface Subject extends TrialStatement {
  readonly valueSets: readonly [ValueSet, ...ValueSet[]]
}

/** What a statement did on one side. */
export interface Measured {
  /** In the order of the runs, so that equal positions of two sides make a pair. */
  readonly timesMs: number[]
  /** Shared buffers hit and read, by the first values. */
  readonly buffers: number
  /** Of the results, by the number of the values. */
  readonly digests: Map<number, ResultDigest>
}

export interface MeasureOptions {
  readonly repeats: number
  readonly random: Random
}

/** What the runs of a statement on one side may take, for each repetition that was asked for. */
const budgetPerRepeatMs = 40
const minRuns = 3
/** Statements faster than this are run a few times in a row: else opening the transaction would be most of the work. */
const fastMs = 20
const burst = 3
/** Where noise hides whether there is a difference, all runs are made again, up to this often. */
const maxAttempts = 3

/** Runs a statement on each side in turn: slow ones at least three times, fast ones up to three times as often as
 * asked for. */
export async function measureSides(
  client: ClientBase,
  subject: Subject,
  sides: readonly Side[],
  { repeats, random }: MeasureOptions,
): Promise<Map<Side, Measured>> {
  const measured = new Map<Side, Measured>()
  let slowestMs = 0
  for (const side of sides) {
    const { buffers, elapsedMs } = await analyze(client, subject, side)
    measured.set(side, { timesMs: [], buffers, digests: new Map() })
    slowestMs = Math.max(slowestMs, elapsedMs)
  }
  const affordable = Math.floor((repeats * budgetPerRepeatMs) / Math.max(slowestMs, 0.1))
  const runs = Math.max(minRuns, Math.min(3 * repeats, affordable))
  const inRow = slowestMs < fastMs ? burst : 1
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const times = await interleave(sides, Math.ceil(runs / inRow), random, (side, round) => {
      const numbers = Array.from({ length: inRow }, (_, i) => (round * inRow + i) % subject.valueSets.length)
      return runInRow(client, subject, side, numbers, measured.get(side)?.digests ?? new Map())
    })
    for (const [side, timesMs] of times) measured.get(side)?.timesMs.push(...timesMs)
    const [before, after] = [...measured.values()]
    if (before === undefined || after === undefined || !isUnclear(before.timesMs, after.timesMs)) break
  }
  return measured
}

interface Analysis {
  readonly Plan: { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number }
  readonly 'Planning Time': number
  readonly 'Execution Time': number
}

/** The first run of a side: it brings what the plan reads into the cache, and counts it. */
async function analyze(client: ClientBase, subject: Subject, side: Side) {
  return onSide(client, side, async () => {
    const [values] = subject.valueSets
    await enterAs(client, subject.role)
    await giveSettings(client, values)
    const analysis = await explain<Analysis>(client, subject, values, 'analyze, buffers, timing off')
    const { Plan: plan, 'Planning Time': planningMs, 'Execution Time': executionMs } = analysis
    return { buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], elapsedMs: planningMs + executionMs }
  })
}

/** Times of runs with the values given by number, in one transaction. */
async function runInRow(
  client: ClientBase,
  subject: Subject,
  side: Side,
  numbers: readonly number[],
  digests: Map<number, ResultDigest>,
): Promise<number[]> {
  return onSide(client, side, async () => {
    await enterAs(client, subject.role)
    await warmUp(client, subject, numbers)
    const timesMs: number[] = []
    for (const number of numbers) {
      const values = subject.valueSets[number] ?? subject.valueSets[0]
      await giveSettings(client, values)
      const { elapsedMs, rows } = await execute(client, subject, values)
      timesMs.push(elapsedMs)
      if (!digests.has(number)) digests.set(number, digestOf(rows))
    }
    return timesMs
  })
}

/** The session has forgotten what it knew of a table whose index was dropped; for slow statements planning will do. */
async function warmUp(client: ClientBase, subject: Subject, numbers: readonly number[]): Promise<void> {
  const values = subject.valueSets[numbers[0] ?? 0] ?? subject.valueSets[0]
  await giveSettings(client, values)
  if (numbers.length > 1) await execute(client, subject, values)
  else await explain(client, subject, values, 'costs off')
}
