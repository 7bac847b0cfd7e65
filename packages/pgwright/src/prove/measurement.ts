import { type Measurement, quantile } from '../model/index.ts'

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

/** Microseconds: what lies beyond is noise of the clock. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
