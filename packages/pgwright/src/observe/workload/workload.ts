import type { Workload } from '../../model/index.ts'
import type { StatementCounter, StatementCounters } from './counters.ts'
import { Gathering } from './gathering.ts'

/** The workload since the server's counters were last reset. */
export function workloadOf(counters: StatementCounters): Workload {
  const since = counters.resetAt === null ? '' : ` since ${counters.resetAt}`
  const workload = workloadFrom(`pg_stat_statements${since}`, [...counters.entries.values()])
  return counters.resetAt === null ? workload : { ...workload, ...period(counters.resetAt, counters.takenAt) }
}

/**
 * The workload between two readings of the same database, without any reset. An entry that the server evicted and
 * counted anew looks like one that was reset: its count of now is taken, and what came before is lost. The workload's
 * source then says "at least".
 */
export function workloadBetween(before: StatementCounters, after: StatementCounters): Workload {
  const lost =
    before.resetAt !== after.resetAt ||
    before.evictions !== after.evictions ||
    [...before.entries.keys()].some((key) => !after.entries.has(key)) ||
    [...after.entries].some(([key, counter]) => startedAnew(before.entries.get(key), counter))
  const source = `pg_stat_statements from ${before.takenAt} to ${after.takenAt}${lost ? ', at least' : ''}`
  const deltas = [...after.entries].map(([key, counter]) => deltaOf(before.entries.get(key), counter))
  const workload = workloadFrom(
    source,
    deltas.filter(({ calls }) => calls > 0),
  )
  return { ...workload, ...period(before.takenAt, after.takenAt) }
}

function period(from: string, to: string): { periodMs?: number } {
  const periodMs = Date.parse(to) - Date.parse(from)
  return periodMs > 0 ? { periodMs } : {}
}

function startedAnew(before: StatementCounter | undefined, after: StatementCounter): boolean {
  if (before === undefined) return false
  const fell = after.calls < before.calls || after.totalMs < before.totalMs || after.rows < before.rows
  return fell || after.countedSince !== before.countedSince
}

function deltaOf(before: StatementCounter | undefined, after: StatementCounter): StatementCounter {
  if (before === undefined) return after
  const sql = after.sql ?? before.sql
  if (startedAnew(before, after)) return { ...after, sql }
  return {
    ...after,
    sql,
    calls: after.calls - before.calls,
    totalMs: after.totalMs - before.totalMs,
    rows: after.rows - before.rows,
  }
}

/** A statement as its source tells of it; `sql` is null where its text was not read. */
type CountedStatement = Pick<StatementCounter, 'role' | 'sql' | 'calls' | 'totalMs' | 'rows'>

/** Merges what is the same statement and leaves out what is no part of a workload; the slowest in total come first. */
function workloadFrom(source: string, counters: readonly CountedStatement[]): Workload {
  const gathering = new Gathering()
  for (const { sql, ...counted } of counters) {
    if (sql === null) gathering.exclusions.add({ sql: '…', reason: 'Its text was not read.' })
    else gathering.add({ ...counted, sql })
  }
  return gathering.workload(source)
}
