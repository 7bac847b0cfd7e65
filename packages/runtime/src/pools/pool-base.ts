import type pg from 'pg'
import type { Circuit } from './circuit.ts'
import type { Measurements } from './measurements.ts'
import type { Settings } from './options.ts'
import type { PoolState } from './refusals.ts'

/** What the parts of a guarded pool know of the whole. */
export interface PoolBase extends pg.Pool {
  readonly settings: Settings
  readonly measured: Measurements
  readonly circuit: Circuit
  readonly isDraining: boolean
  /** At `now`, of `performance.now()`. */
  state(now: number): PoolState
}
