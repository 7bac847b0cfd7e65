import type pg from 'pg'
import { driverOf } from './driver.ts'

/** Whether pg's pool would take this one back, rather than close it. */
export function wouldKeep(pool: pg.Pool, client: pg.PoolClient): boolean {
  const { maxUses = Number.POSITIVE_INFINITY, maxLifetimeSeconds = 0 } = pool.options
  const { _queryable: isQueryable, _ending: isEnding } = driverOf(client)
  // Uses are counted by pg when it gets one back.
  if (isQueryable !== true || isEnding !== false || maxUses !== Number.POSITIVE_INFINITY) return false
  return maxLifetimeSeconds === 0 || pool.expiredCount === 0
}
