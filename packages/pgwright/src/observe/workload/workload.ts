import type { Statement, Workload } from '../../model/index.ts'
import { fingerprint } from '../../sql/index.ts'
import { withoutComments } from './comments.ts'
import type { StatementCounter, StatementCounters } from './counters.ts'
import { type Excluded, exclusionOf } from './exclusion.ts'

/** The workload since the server's counters were last reset. */
export function workloadOf(counters: StatementCounters): Workload {
  const since = counters.resetAt === null ? '' : ` since ${counters.resetAt}`
  return workloadFrom(`pg_stat_statements${since}`, [...counters.entries.values()])
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
  return workloadFrom(
    source,
    deltas.filter(({ calls }) => calls > 0),
  )
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
export type CountedStatement = Pick<StatementCounter, 'role' | 'sql' | 'calls' | 'totalMs' | 'rows'>

/** Merges what is the same statement and leaves out what is no part of a workload; the slowest in total come first. */
export function workloadFrom(source: string, counters: readonly CountedStatement[]): Workload {
  const statements = new Map<string, Statement>()
  const excluded = new Map<string, Excluded>()
  for (const { role, sql: text, calls, totalMs, rows } of counters) {
    const sql = text === null ? null : withoutComments(text)
    const exclusion = sql === null ? { sql: '…', reason: 'Its text was not read.' } : exclusionOf(sql)
    if (exclusion !== null || sql === null) {
      if (exclusion !== null) excluded.set(JSON.stringify(exclusion), exclusion)
      continue
    }
    const statement = { fingerprint: fingerprint(sql), sql, role, calls, totalMs, rows }
    const key = JSON.stringify([statement.fingerprint, role])
    statements.set(key, merged(statements.get(key), statement))
  }
  const byTime = (a: Statement, b: Statement) => b.totalMs - a.totalMs || (a.fingerprint < b.fingerprint ? -1 : 1)
  return { source, statements: [...statements.values()].sort(byTime), excluded: [...excluded.values()] }
}

/** Rows of one statement and role: the server tells them apart by object ids and by level. */
function merged(first: Statement | undefined, second: Statement): Statement {
  if (first === undefined) return second
  return {
    ...first,
    calls: first.calls + second.calls,
    totalMs: first.totalMs + second.totalMs,
    rows: first.rows + second.rows,
  }
}
