import type { Measurement } from '../model/index.ts'

/** Milliseconds that `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** The value below which `share` of the values lie, the nearest one that was measured; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN
}

export function summarise(timesMs: readonly number[]): Measurement {
  return {
    runs: timesMs.length,
    p50Ms: quantile(timesMs, 0.5),
    p95Ms: quantile(timesMs, 0.95),
    minMs: Math.min(...timesMs),
    maxMs: Math.max(...timesMs),
    buffers: null,
  }
}
