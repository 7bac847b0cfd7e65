import type { Measurement } from '../model/index.ts'
import { quantile } from './measurement.ts'

/** Two sides of one thing that was measured. */
export interface Comparison {
  readonly before: Measurement
  readonly after: Measurement
  /** Share of the interleaved pairs in which the side after was the faster one. */
  readonly fasterShare: number
}

/** A median that differs by less, or in fewer of the pairs, is taken for noise. */
const clearShare = 0.05
const clearPairs = 0.75
/** What a user can't notice is no reason to keep an index. */
const clearMs = 0.1

export function isFaster({ before, after, fasterShare }: Comparison): boolean {
  return after.p50Ms <= before.p50Ms * (1 - clearShare) && fasterShare >= clearPairs
}

export function isSlower({ before, after, fasterShare }: Comparison): boolean {
  const rises = after.p50Ms >= before.p50Ms * (1 + clearShare) && after.p50Ms - before.p50Ms > clearMs
  return rises && fasterShare <= 1 - clearPairs
}

/** By how much the median rises, in milliseconds; negative where it falls. */
export function riseMs({ before, after }: Comparison): number {
  return after.p50Ms - before.p50Ms
}

/** Whether medians say that there is a difference, and pairs do not: more runs will tell. */
export function isUnclear(beforeMs: readonly number[], afterMs: readonly number[]): boolean {
  const share = fasterShare(beforeMs, afterMs)
  const ratio = quantile(afterMs, 0.5) / quantile(beforeMs, 0.5)
  return Math.abs(ratio - 1) >= clearShare && share < clearPairs && share > 1 - clearPairs
}

/** Ties count half. */
export function fasterShare(beforeMs: readonly number[], afterMs: readonly number[]): number {
  const pairs = beforeMs.map((before, i) => Math.sign(before - (afterMs[i] ?? before)))
  return pairs.reduce((sum, sign) => sum + (sign + 1) / 2, 0) / Math.max(1, pairs.length)
}
