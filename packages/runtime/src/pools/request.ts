import type pg from 'pg'
import type { Origin } from '../events/index.ts'
import type { Checkout } from './checkout.ts'

export type Release = (destroy?: Error | boolean) => void
/** As pg's own. */
export type Given = (error: Error | undefined, client: pg.PoolClient | undefined, release: Release) => void
export type Give = (error: Error | undefined, checkout: Checkout | undefined) => void

/** For a connection, by whichever way it is asked for. */
export interface Request {
  /** Runs nothing of the application's before it comes back. */
  readonly give: Give
  readonly asked: number
  readonly route: string | null
  readonly trace: Origin | null
  readonly waitTimeoutMs: number
  /** Of the signal that may end its waiting. */
  forget: (() => void) | null
}

export interface ConnectOptions {
  /** Instead of the pool's. */
  readonly waitTimeoutMs?: number
  /** Its abort ends the waiting; one that comes after is the caller's affair. */
  readonly signal?: AbortSignal
}
