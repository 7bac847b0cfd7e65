import type { CircuitState } from './circuit.ts'
import type { GuardedPool } from './guarded-pool.ts'
import type { HistogramSummary } from './histogram.ts'
import type { PoolMode } from './options.ts'

export interface PoolStatus {
  readonly name: string
  readonly mode: PoolMode
  /** Connections that it may have. */
  readonly size: number
  /** Connections that it has. */
  readonly open: number
  readonly inUse: number
  readonly idle: number
  readonly waiting: number
  readonly circuit: CircuitState
  readonly draining: boolean
  /** Since the start, as all below. */
  readonly hold: HistogramSummary
  /** Of those who were given one: how long they waited for another to give it back. */
  readonly wait: HistogramSummary
  readonly connects: number
  readonly connectFailures: number
  readonly waitTimeouts: number
  /** Requests that got no connection, for whatever reason but a failed connection. */
  readonly refused: number
  /** Connections closed since something was wrong with them, or was left open on them. */
  readonly discarded: number
  readonly leaks: number
}

export function poolStatus(pool: GuardedPool): PoolStatus {
  const { name, mode, size } = pool.settings
  const { hold, wait, leaks, connects, connectFailures, waitTimeouts, refused, discarded } = pool.measured
  return {
    ...{ name, mode, size, open: pool.totalCount, inUse: pool.inUseCount, idle: pool.idleCount },
    ...{ waiting: pool.waitingCount, circuit: pool.circuit.state(performance.now()), draining: pool.isDraining },
    ...{ hold: hold.summary(), wait: wait.summary() },
    ...{ connects, connectFailures, waitTimeouts, refused, discarded, leaks: leaks.count },
  }
}
