import { type Change, type Plan, quantile, rankCorrelation, type Trial } from '../model/index.ts'
import type { Comparison } from './difference.ts'

type Calibration = NonNullable<Trial['calibration']>

interface Measured {
  readonly fingerprint: string
  readonly calls: number
  readonly comparison: Comparison
}

/** A statement counts for the ratio where this share of its time was gained or more: less is noise. */
const leastGain = 0.05

/**
 * How well the plan's estimates foretold what was measured, over the statements of which both are known. Null where that
 * are less than two, or where a plan has no estimates for single statements.
 */
export function calibrationOf({ estimates }: Plan, rejected: readonly Change[], measured: readonly Measured[]) {
  const known = new Map((estimates ?? []).map((estimate) => [estimate.fingerprint, estimate]))
  const both = measured.flatMap(({ fingerprint, calls, comparison: { perCall } }) => {
    const estimate = known.get(fingerprint)
    if (estimate === undefined) return []
    const cost = estimate.costBefore - estimate.costAfter - gainLost(fingerprint, rejected)
    return [
      { calls, cost, ms: perCall.beforeMs - perCall.afterMs, of: { cost: estimate.costBefore, ms: perCall.beforeMs } },
    ]
  })
  if (both.length < 2) return null
  const ratios = both
    .filter(({ ms, of }) => of.ms > 0 && ms / of.ms >= leastGain && of.cost > 0)
    .map(({ cost, ms, of }) => cost / of.cost / (ms / of.ms))
  const correlation = rankCorrelation(
    both.map(({ calls, cost }) => calls * cost),
    both.map(({ calls, ms }) => calls * ms),
  )
  return {
    statements: both.length,
    rankCorrelation: Number.isNaN(correlation) ? null : correlation,
    medianRatio: ratios.length === 0 ? null : quantile(ratios, 0.5),
  } satisfies Calibration
}

/**
 * What the indexes that were thrown out were estimated to bring a call of the statement. What brings calls of its own is
 * in no estimate, and neither is the index that such a change wants.
 */
function gainLost(fingerprint: string, rejected: readonly Change[]): number {
  const queries = rejected
    .filter(({ forms }) => forms === null)
    .flatMap(({ benefit }) => benefit.queries.filter((one) => one.fingerprint === fingerprint))
  return queries.reduce((sum, { costBefore, costAfter }) => sum + costBefore - costAfter, 0)
}
