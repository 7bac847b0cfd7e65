import type { ClientBase } from 'pg'
import { type Change, type Forms, quantile, type RandomSource, type Trial } from '../model/index.ts'
import { sqlState } from '../postgres/index.ts'
import { fingerprint, normalise } from '../sql/index.ts'
import { type Comparison, isUnclear, perCall, type Run } from './difference.ts'
import { ask, drawFormValues, type Form, type FormValues, formOf } from './forms.ts'
import { interleave } from './interleave.ts'
import { measurementOf } from './measurement.ts'
import { notRun } from './not-run.ts'
import { digestOf, orderDecides, type ResultDigest, sameResult } from './result.ts'
import { onSide, type Side } from './session.ts'
import { mostLooks } from './sign-test.ts'
import { doSteps, type StepsDone } from './trial-steps.ts'
import { judgeForms, type Verdict } from './verdict.ts'

/** Each round does a change's steps again, which can take a while. */
const rounds = 3
/** Calls of one form with each of its values in a round, as far as the time allows. */
const callsPerSet = 4
const roundBudgetMs = 800

export interface FormsOptions {
  readonly random: RandomSource
  /** That a gain must have to count, below 1; 0 where any will do that is clear. */
  readonly confidence: number
  /** Indexes that are out of the way on both sides. */
  readonly hidden: Side
  /** What the change rests on, in the order in which it is done. */
  readonly company: readonly Change[]
}

export type FormsTrial = Pick<Trial, 'queries' | 'sizeBytes' | 'buildMs'> & Verdict

/**
 * Tries a change by what the application asks without and with it. Each side is a transaction that is taken back: what
 * a killed trial had made is gone with its session, and nobody else has seen it.
 */
export async function tryForms(client: ClientBase, change: Change, forms: Forms, options: FormsOptions) {
  try {
    return await measureForms(client, change, forms, options)
  } catch (error) {
    const state = sqlState(error)
    // Steps that rows stand in the way of would fail in production as well.
    if (state?.startsWith('23') === true)
      return failed('does-not-pay', `Rows that are there break it (SQLSTATE ${state}).`)
    return failed('undecided', `It could not be tried: ${notRun(error).message}`)
  }
}

function failed(verdict: Trial['verdict'], reason: string): FormsTrial {
  return { queries: [], sizeBytes: 0, buildMs: 0, verdict, reason }
}

interface SideOfForms {
  readonly form: Form
  /** Done before the form is asked. */
  readonly changes: readonly Change[]
}

async function measureForms(
  client: ClientBase,
  change: Change,
  forms: Forms,
  { random, confidence, hidden, company }: FormsOptions,
): Promise<FormsTrial> {
  const values = await drawFormValues(client, forms)
  const before: SideOfForms = { form: formOf(forms.before), changes: [] }
  const after: SideOfForms = { form: formOf(forms.after), changes: [...company, change] }
  const digests = new Map<SideOfForms, ResultDigest[]>()
  const builds: StepsDone[] = []
  const round = (side: SideOfForms) =>
    onSide(client, hidden, async () => {
      for (const one of side.changes) {
        const done = await doSteps(client, one)
        if (one === change) builds.push(done)
      }
      if (!digests.has(side)) digests.set(side, await results(client, side.form, forms.role, values))
      return callsInTurn(client, side.form, forms.role, values)
    })
  const [first, second]: [Run[], Run[]] = [[], []]
  for (let look = 1; look <= (confidence > 0 ? mostLooks : 1); look++) {
    const made = await interleave([before, after], rounds, random, round)
    first.push(...(made.get(before) ?? []))
    second.push(...(made.get(after) ?? []))
    if (!isUnclear(perCall(first, second, confidence))) break
  }
  const comparison: Comparison = {
    before: measurementOf(first, null),
    after: measurementOf(second, null),
    perCall: perCall(first, second, confidence),
  }
  const same = compareResults(forms, digests.get(before) ?? [], digests.get(after) ?? [])
  const buildMs = quantile(
    builds.map(({ elapsedMs }) => elapsedMs),
    0.5,
  )
  const sql = forms.after.map((asked) => normalise(asked.sql)).join(';\n')
  const query = { fingerprint: fingerprint(sql), sql, calls: 1, before: comparison.before, after: comparison.after }
  return {
    queries: [{ ...query, sameResult: same }],
    sizeBytes: builds[0]?.sizeBytes ?? 0,
    buildMs,
    ...judgeForms(change, { comparison, sameResult: same, buildMs }),
  }
}

/** The first call with each value, which does not count for the times, since it also fills caches. */
async function results(client: ClientBase, form: Form, role: string | null, values: readonly FormValues[]) {
  const digests: ResultDigest[] = []
  for (const set of values) digests.push(digestOf((await ask(client, form, role, set)).rows))
  return digests
}

async function callsInTurn(client: ClientBase, form: Form, role: string | null, values: readonly FormValues[]) {
  const runs: Run[] = []
  let spentMs = 0
  await ask(client, form, role, values[0] ?? { parameters: [], settings: new Map() }) // plans and fills caches
  for (let call = 0; call < callsPerSet * values.length; call++) {
    if (spentMs > roundBudgetMs && call >= values.length) break
    const number = call % values.length
    const set = values[number]
    if (set === undefined) break
    const { elapsedMs } = await ask(client, form, role, set)
    runs.push({ values: number, elapsedMs })
    spentMs += elapsedMs
  }
  return runs
}

/** Null where there is nothing to compare: calls of several statements give their rows in pieces. */
function compareResults(
  { before, after }: Forms,
  first: readonly ResultDigest[],
  second: readonly ResultDigest[],
): boolean | null {
  const [asked, askedInstead] = [before[0], after[0]]
  if (before.length !== 1 || after.length !== 1 || asked === undefined || askedInstead === undefined) return null
  if (asked.times !== null || askedInstead.times !== null) return null
  const loose = orderDecides(asked.sql) || orderDecides(askedInstead.sql)
  return first.every((digest, i) => {
    const other = second[i]
    return other !== undefined && sameResult(digest, other, loose)
  })
}
