import { type Measurement, quantile } from '../model/index.ts'
import { isSureGain, signConfidence } from './sign-test.ts'

/** One run, with the number of the values that it was given. */
export interface Run {
  readonly values: number
  readonly elapsedMs: number
}

/** What a call takes: the median for each set of values, averaged over the sets. */
export interface PerCall {
  readonly beforeMs: number
  readonly afterMs: number
  /** The part of the difference that is no noise; negative where the side after is slower. A gain that is not sure is 0. */
  readonly gainMs: number
  /** That there is a difference at all, by how many pairs agree; null where nothing differs. */
  readonly confidence: number | null
}

/** Two sides of one thing that was measured. */
export interface Comparison {
  readonly before: Measurement
  readonly after: Measurement
  readonly perCall: PerCall
}

/** A difference counts from this share on, and where this share of the interleaved pairs agree that there is one. */
const clearShare = 0.05
const clearPairs = 0.75
/** Differences below this are none that a user could notice, unless they are large ones for the statement. */
const noticeableMs = 0.1
const largeShare = 0.2

/** Clear gains of a few values don't count where the average call tells another story than they do. */
export function isFaster({ perCall: { beforeMs, afterMs, gainMs } }: Comparison): boolean {
  return isClear(gainMs, beforeMs) && afterMs < beforeMs
}

export function isSlower({ perCall: { beforeMs, afterMs, gainMs } }: Comparison): boolean {
  return isClear(-gainMs, beforeMs) && afterMs > beforeMs
}

/** Whether the medians say that there is a difference, and the pairs do not: more runs will tell. */
export function isUnclear({ beforeMs, afterMs, gainMs }: Omit<PerCall, 'confidence'>): boolean {
  return isClear(Math.abs(beforeMs - afterMs), beforeMs) && !isClear(Math.abs(gainMs), beforeMs)
}

/**
 * Compares runs pair by pair, each set of values by itself: the median over all would hide a change that makes a few
 * values much faster, and those are what indexes are for.
 *
 * @param confidence that a gain must have by the sign test over all pairs, from 0 (any) to 1. Losses count without: to ask
 * for more must hide none
 */
export function perCall(before: readonly Run[], after: readonly Run[], confidence = 0): PerCall {
  const sets = [...new Set(before.map(({ values }) => values))]
  const differences = sets.map((values) => setDifference(timesOf(before, values), timesOf(after, values)))
  const mean = (of: (difference: SetDifference) => number) =>
    differences.reduce((sum, difference) => sum + of(difference), 0) / Math.max(1, differences.length)
  const all = sets.flatMap((values) => pairs(timesOf(before, values), timesOf(after, values)))
  const gainMs = mean((d) => d.gainMs)
  return {
    beforeMs: mean((d) => d.beforeMs),
    afterMs: mean((d) => d.afterMs),
    gainMs: gainMs > 0 && confidence > 0 && !isSureGain(all, confidence) ? 0 : gainMs,
    confidence: signConfidence(all),
  }
}

type SetDifference = Omit<PerCall, 'confidence'>

function pairs(before: readonly number[], after: readonly number[]): number[] {
  return before.map((ms, i) => ms - (after[i] ?? ms))
}

function setDifference(before: readonly number[], after: readonly number[]): SetDifference {
  const [beforeMs, afterMs] = [quantile(before, 0.5), quantile(after, 0.5)]
  const gainMs = beforeMs - afterMs
  const agreeing = pairs(before, after).filter((ms) => Math.sign(ms) === Math.sign(gainMs)).length
  const clear = Math.abs(gainMs) >= beforeMs * clearShare && agreeing >= before.length * clearPairs
  return { beforeMs, afterMs, gainMs: clear ? gainMs : 0 }
}

function isClear(differenceMs: number, ofMs: number): boolean {
  return differenceMs >= ofMs * (differenceMs >= noticeableMs ? clearShare : largeShare) && differenceMs > 0
}

function timesOf(runs: readonly Run[], values: number): number[] {
  return runs.filter((run) => run.values === values).map(({ elapsedMs }) => elapsedMs)
}
