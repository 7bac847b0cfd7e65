import { sqlState } from '../postgres/index.ts'
import { inTheWay } from './brief-lock.ts'
import type { Blocker } from './options.ts'
import type { Runner } from './runner.ts'
import { runWatched } from './watched.ts'

/** One that has begun is given this at the least, however long it was waited for beforehand. */
const leastMs = 1_000

/**
 * Runs a concurrent build or drop, which waits for other transactions by itself.
 *
 * @param sql for people, the statement that this is done for
 * @param until when to give up, as `Date.now` has it
 * @throws PgwrightError `busy`, naming who was waited for at the end, when the time went by
 */
export async function runConcurrently(runner: Runner, sql: string, statement: string, until: number): Promise<void> {
  const startedAt = Date.now()
  const statementTimeoutMs = Math.max(leastMs, until - startedAt)
  let blockers: readonly Blocker[] = []
  try {
    await runWatched(runner, sql, [statement], { lockTimeoutMs: 0, statementTimeoutMs }, (now) => {
      blockers = now
    })
  } catch (error) {
    const timedOut = sqlState(error) === '57014' && Date.now() - startedAt >= statementTimeoutMs
    throw timedOut && blockers.length > 0 ? inTheWay(blockers, error) : error
  }
}
