import { isDeepStrictEqual } from 'node:util'
import type { DemoQuery } from '../model/index.ts'
import { isReady } from './calls.ts'
import { collectGarbage } from './garbage.ts'
import { seededRandom } from './random.ts'
import type { CountingConnection } from './session.ts'
import type { Stand } from './stand.ts'
import type { Benchmark, Dimensions, NaiveCalls } from './system.ts'
import { quantile, summarise, timed } from './timing.ts'

export type Side = DemoQuery['naive']

/** Runs of one form: enough for a median, not more than the time that they are worth. */
const mostRuns = 30
const fewestRuns = 5
const worthMs = 2_000
/** First calls of a form fill caches of the server and of this process; a service is long past them. */
const warmUpCalls = 3
const comparedCalls = 3

/** What was measured of each benchmark that can run in a form. */
export type Sides = ReadonlyMap<Benchmark, MeasuredSide>

interface MeasuredSide {
  readonly side: Side
  readonly timesMs: readonly number[]
}

/** One form of every benchmark, in the seed's order; an improved form that needs a change waits for that. */
export async function measureForm(
  { system, dimensions, database, progress, applied }: Stand,
  form: 'naive' | 'improved',
): Promise<Sides> {
  const sides = new Map<Benchmark, MeasuredSide>()
  for (const [position, benchmark] of system.benchmarks.entries()) {
    progress(`${form} service: ${benchmark.title}`, position / system.benchmarks.length)
    if (form === 'improved' && !isReady(benchmark, applied)) continue
    sides.set(benchmark, await measureSide(database.service, benchmark[form], drawParameters(benchmark, dimensions)))
  }
  return sides
}

/** For gates that compare with the product as it was. */
export function naiveCalls(naive: Sides): NaiveCalls[] {
  return [...naive].map(([{ id, weight }, { timesMs }]) => ({ id, weight, timesMs }))
}

/**
 * The seed's table. Both forms are run once more, to see on one state of the data that they return the same. Where a
 * change that the improved form needs was thrown out, the naive form is what there is.
 */
export async function judgeBenchmarks(
  { system, dimensions, database, applied }: Stand,
  naive: Sides,
  codeOnly: Sides,
  improved: Sides,
): Promise<DemoQuery[]> {
  const queries: DemoQuery[] = []
  for (const benchmark of system.benchmarks) {
    const before = naive.get(benchmark)?.side
    if (before === undefined) continue
    const after = improved.get(benchmark)?.side ?? before
    const parameters = drawParameters(benchmark, dimensions)
    const sameResult = !isReady(benchmark, applied) || (await sameResults(database.service, benchmark, parameters))
    const between = codeOnly.get(benchmark)?.side ?? null
    queries.push(judge(benchmark, { naive: before, codeOnly: between, improved: after, sameResult }))
  }
  return queries
}

/** The same parameters for a benchmark, whichever form of it is run. */
function drawParameters(benchmark: Benchmark, dimensions: Dimensions): unknown[] {
  const random = seededRandom(1)
  return Array.from({ length: mostRuns }, () => benchmark.parameters(random, dimensions))
}

/** Times one form of a benchmark, parameter set after parameter set, after some that do not count. */
async function measureSide(
  db: CountingConnection,
  form: Benchmark['naive'],
  parameters: readonly unknown[],
): Promise<MeasuredSide> {
  const warmingSince = performance.now()
  for (const drawn of parameters.slice(0, warmUpCalls)) {
    await form(db, drawn)
    if (performance.now() - warmingSince > worthMs / 2) break // one that takes so long is hardly faster when warm
  }
  const timesMs: number[] = []
  const statements: number[] = []
  const startedAt = performance.now()
  for (const drawn of parameters) {
    collectGarbage()
    if (timesMs.length >= fewestRuns && performance.now() - startedAt > worthMs) break
    const before = db.statements()
    timesMs.push(await timed(() => form(db, drawn)))
    statements.push(db.statements() - before)
  }
  return { side: { ...summarise(timesMs), statements: quantile(statements, 0.5) }, timesMs }
}

async function sameResults(db: CountingConnection, benchmark: Benchmark, parameters: readonly unknown[]) {
  for (const drawn of parameters.slice(0, comparedCalls)) {
    if (!isDeepStrictEqual(await benchmark.naive(db, drawn), await benchmark.improved(db, drawn))) return false
  }
  return true
}

/** Met: the gain is at least the claim's, and 95 of 100 calls take no longer than the claim's time after. */
function judge(
  { id, title, claim }: Benchmark,
  sides: Pick<DemoQuery, 'naive' | 'codeOnly' | 'improved' | 'sameResult'>,
): DemoQuery {
  const improvement = 1 - sides.improved.p50Ms / sides.naive.p50Ms
  const gained = claim.improvement === null || improvement >= claim.improvement
  return { id, title, claim, ...sides, improvement, met: gained && sides.improved.p95Ms <= claim.afterMs }
}
