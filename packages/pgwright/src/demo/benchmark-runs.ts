import { isDeepStrictEqual } from 'node:util'
import type { DemoQuery } from '../model/index.ts'
import { seededRandom } from './random.ts'
import type { CountingConnection } from './session.ts'
import type { Benchmark, Dimensions } from './system.ts'
import { quantile, summarise, timed } from './timing.ts'

export type Side = DemoQuery['naive']

/** Runs of one form: enough for a median, not more than the time that they are worth. */
const mostRuns = 30
const fewestRuns = 5
const worthMs = 3_000
const comparedCalls = 3

/** The same parameters for a benchmark, whichever form of it is run. */
export function drawParameters(benchmark: Benchmark, dimensions: Dimensions): unknown[] {
  const random = seededRandom(benchmark.id.length * 7_919 + (benchmark.id.codePointAt(0) ?? 0))
  return Array.from({ length: mostRuns }, () => benchmark.parameters(random, dimensions))
}

/** Times one form of a benchmark, parameter set after parameter set, after one run that does not count. */
export async function measureSide(
  db: CountingConnection,
  form: Benchmark['naive'],
  parameters: readonly unknown[],
): Promise<Side> {
  await form(db, parameters[0])
  const timesMs: number[] = []
  const statements: number[] = []
  const startedAt = performance.now()
  for (const drawn of parameters) {
    if (timesMs.length >= fewestRuns && performance.now() - startedAt > worthMs) break
    const before = db.statements()
    timesMs.push(await timed(() => form(db, drawn)))
    statements.push(db.statements() - before)
  }
  return { ...summarise(timesMs), statements: quantile(statements, 0.5) }
}

/** Whether both forms return the same for some of the parameters, on the database as it is now. */
export async function sameResults(db: CountingConnection, benchmark: Benchmark, parameters: readonly unknown[]) {
  for (const drawn of parameters.slice(0, comparedCalls)) {
    if (!isDeepStrictEqual(await benchmark.naive(db, drawn), await benchmark.improved(db, drawn))) return false
  }
  return true
}

/**
 * A line of the seed's table. Met: the gain is at least the claim's, and 95 of 100 calls take no longer than the
 * claim's time after.
 */
export function judge(
  { id, title, claim }: Benchmark,
  sides: Pick<DemoQuery, 'naive' | 'codeOnly' | 'improved' | 'sameResult'>,
): DemoQuery {
  const { naive, improved } = sides
  const improvement = 1 - improved.p50Ms / naive.p50Ms
  const gained = claim.improvement === null || improvement >= claim.improvement
  return { id, title, claim, ...sides, improvement, met: gained && improved.p95Ms <= claim.afterMs }
}
