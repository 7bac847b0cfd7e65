import type { Gate } from 'pgwright'

export interface SpeedBound {
  readonly ms: number
  /** Of the calls, from 0 to 1. */
  readonly share: number
  readonly calls: number
}

/** Enough calls of the improved service are fast enough. */
export function fastCalls(title: string, { ms, share, calls }: SpeedBound): Gate {
  return {
    id: `queries-under-${ms}-ms`,
    title,
    claim: `${share * 100} % of queries < ${ms} ms`,
    async measure({ play }) {
      const times = await play(calls)
      const fast = times.filter((time) => time < ms).length / times.length
      return { measured: `${(fast * 100).toFixed(1)} % of ${times.length} calls`, met: fast >= share }
    },
  }
}

export interface HitBounds {
  readonly index: number
  readonly table: number
  readonly calls: number
}

/** Shares of the blocks that the improved service, once it is warm, finds in shared buffers. */
export function hitRatios(title: string, { index, table, calls }: HitBounds): Gate {
  return {
    id: 'hit-ratios',
    title,
    claim: `index > ${index * 100} %, cache > ${table * 100} %`,
    async measure({ play, hitRatios: measure }) {
      // The first calls after indexes were built find the cache empty: a service is long past them.
      await play(calls)
      const shares = await measure(() => play(calls))
      return {
        measured: `index ${(shares.index * 100).toFixed(2)} %, cache ${(shares.table * 100).toFixed(2)} %`,
        met: shares.index > index && shares.table > table,
      }
    },
  }
}
