import type { Measurement } from '../model/index.ts'

/** Sums up the runs of one side. */
export function measurementOf(runs: readonly { readonly elapsedMs: number }[], buffers: number | null): Measurement {
  const timesMs = runs.map(({ elapsedMs }) => elapsedMs)
  return {
    runs: timesMs.length,
    p50Ms: rounded(quantile(timesMs, 0.5)),
    p95Ms: rounded(quantile(timesMs, 0.95)),
    minMs: rounded(Math.min(...timesMs)),
    maxMs: rounded(Math.max(...timesMs)),
    buffers,
  }
}

/** The value below which `share` of the values lie, between two neighbours in proportion. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)] ?? 0
  const above = sorted[Math.ceil(position)] ?? below
  return below + (above - below) * (position - Math.floor(position))
}

/** Microseconds: what lies beyond is noise of the clock. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
