import type { Server } from '../server.ts'

/**
 * Expression: before this the server counted nothing that it still counts. `pg_stat_database` does not tell where it was
 * never reset; but a crash, which loses all counters, resets these too.
 */
export const oldestCount = `(select least(b.stats_reset, a.stats_reset, w.stats_reset)
  from pg_catalog.pg_stat_bgwriter b, pg_catalog.pg_stat_archiver a, pg_catalog.pg_stat_wal w)`

/** What was counted over less shows one day's work, or a load that does not come again. */
const fewDays = 2

export function daysSince(since: Date | null, { now }: Server): number {
  return since === null ? 0 : (now.getTime() - since.getTime()) / 86_400_000
}

export function isYoung(since: Date | null, server: Server): boolean {
  return daysSince(since, server) < fewDays
}

/** Why counters tell nothing yet; null where they do. */
export function youngReason(since: Date | null, server: Server): string | null {
  if (!isYoung(since, server)) return null
  const from =
    since === null ? 'It is not known since when the server counts' : `It counts since ${since.toISOString()}`
  return `${from}; ${fewDays} days are needed to judge.`
}
