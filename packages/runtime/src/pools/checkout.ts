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
  /** Closes the connection under whoever has it, whose statement fails and whose `release` then does nothing. */
  takeAway(): void
}

export function siteOf({ trace }: Checkout): string | null {
  return trace === null ? null : callSite(trace)
}
