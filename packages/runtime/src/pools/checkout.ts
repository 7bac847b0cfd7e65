import type pg from 'pg'
import { callSite, type Trace } from './call-site.ts'

/** One connection while somebody has it. */
export interface Checkout {
  readonly client: pg.PoolClient
  /** In milliseconds, of `performance.now()`. */
  readonly since: number
  readonly route: string | null
  /** Null for a single statement, which gives its connection back by itself. */
  readonly trace: Trace | null
  /** Gives it back to pg's pool. */
  readonly done: (destroy?: Error | boolean) => void
  isBack: boolean
  /** It was closed under whoever had it. */
  isTakenAway: boolean
}

export function siteOf({ trace }: Checkout): string | null {
  return trace === null ? null : callSite(trace)
}
