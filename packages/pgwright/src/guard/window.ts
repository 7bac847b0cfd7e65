import { setTimeout as sleep } from 'node:timers/promises'
import { observeWorkload, type StatementCounter, type StatementCounters } from '../observe/index.ts'
import { type Target, withReader } from '../postgres/index.ts'
import { fingerprint, isOwnStatement, normalise } from '../sql/index.ts'

/** A statement's calls in a window of time. */
export interface WindowStatement {
  readonly fingerprint: string
  /** Normalised. */
  readonly sql: string
  readonly role: string | null
  readonly calls: number
  readonly meanMs: number
  /** Of the times of single calls, in ms². */
  readonly variance: number
  readonly blocksPerCall: number
}

/**
 * Counts what the application runs for a while. Sessions are open only for the readings.
 *
 * @throws PgwrightError `missing-extension` or `permission` where `pg_stat_statements` can't be read
 */
export async function watchWindow(
  target: Target,
  windowMs: number,
  signal: AbortSignal | undefined,
): Promise<WindowStatement[]> {
  const read = () => withReader(target, (client) => observeWorkload(client))
  const before = await read()
  await sleep(windowMs, undefined, { ...(signal && { signal }) })
  return statementsBetween(before, await read())
}

/** Statements that were called between two readings, and not reset meanwhile. */
function statementsBetween(before: StatementCounters, after: StatementCounters): WindowStatement[] {
  return [...after.entries].flatMap(([key, counter]) => {
    const { sql, role } = counter
    if (sql === null || isOwnStatement(sql)) return []
    const earlier = before.entries.get(key) ?? none
    const calls = counter.calls - earlier.calls
    if (calls <= 0 || counter.totalMs < earlier.totalMs) return []
    const meanMs = (counter.totalMs - earlier.totalMs) / calls
    const squares = counter.squaredMs - earlier.squaredMs
    return {
      fingerprint: fingerprint(sql),
      sql: normalise(sql),
      role,
      calls,
      meanMs,
      variance: Math.max(0, squares / calls - meanMs ** 2),
      blocksPerCall: (counter.blocks - earlier.blocks) / calls,
    }
  })
}

const none: Pick<StatementCounter, 'calls' | 'totalMs' | 'squaredMs' | 'blocks'> = {
  calls: 0,
  totalMs: 0,
  squaredMs: 0,
  blocks: 0,
}
