import type pg from 'pg'
import { type Origin, siteFrom } from '../events/index.ts'

/** One connection while somebody has it. */
export interface Checkout {
  readonly client: pg.PoolClient
  /** In milliseconds, of `performance.now()`. */
  readonly since: number
  readonly route: string | null
  /** Null for a single statement, which gives its connection back by itself. */
  readonly trace: Origin | null
  /** Gives it back to pg's pool. */
  readonly done: (destroy?: Error | boolean) => void
  isBack: boolean
  /** It was closed under whoever had it. */
  isTakenAway: boolean
}

/** `loadOrders (/app/src/orders.ts:12:7)`; null where no frame is the application's. */
export function siteOf({ trace }: Checkout): string | null {
  const site = trace === null ? null : siteFrom(trace, { origins: undefined })
  if (site === null) return null
  const place = `${site.file}:${site.line}:${site.column}`
  return site.functionName === null ? place : `${site.functionName} (${place})`
}
