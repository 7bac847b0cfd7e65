import { PgwrightError } from '../model/index.ts'
import { sqlState } from '../postgres/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { describeBlocker } from './blockers.ts'
import { lockTogetherSql, type Together } from './lock-together.ts'
import type { Blocker } from './options.ts'
import { LocksNotHad, retry } from './retry.ts'
import type { Runner } from './runner.ts'
import { runWatched } from './watched.ts'

/** Of the time for a lock, when it is tried for first; twice as long each time after. */
const firstShare = 1 / 8

/**
 * Runs one statement in a transaction of its own that gives up soon when it has to wait for a lock, and tries again
 * after a pause: whatever queues behind it waits no longer than `lockTimeoutMs`, and mostly an eighth of that, which is
 * what is tried first. What the statement does under its lock may take `mostMs`, waits included.
 *
 * @param sql for people, the statement that this is done for
 * @param together the tables that it locks, where they are more than one: each of them can be waited for as long, while
 *   who wants another of them waits too, so they are to be had within that time all together
 * @throws PgwrightError `busy`, naming who is in the way, when the build's whole budget went by; `unsupported` where the
 *   statement takes longer than `mostMs`
 */
export async function runBriefly(
  runner: Runner,
  sql: string,
  statement: string,
  mostMs: number,
  together: Together | null = null,
): Promise<void> {
  const { lockTimeoutMs, buildTimeoutMs, worker } = runner
  const until = Date.now() + buildTimeoutMs
  let blockers: readonly Blocker[] = []
  const seen = (now: readonly Blocker[]) => {
    if (now.length > 0) blockers = now
  }
  const attempt = async (tried: number) => {
    const waitMs = Math.min(lockTimeoutMs, Math.ceil(lockTimeoutMs * firstShare * 2 ** (tried - 1)))
    const locks = together === null ? [] : [lockTogetherSql(together, waitMs, mostMs)]
    // Sent as one: the server is not to hold the lock until it hears from us again, who may be far away or gone.
    const whole = ['begin', ...locks, `${statement}\n`, 'commit'].join('; ')
    const startedAt = Date.now()
    try {
      await runWatched(runner, sql, [whole], { lockTimeoutMs: waitMs, statementTimeoutMs: mostMs }, seen)
    } catch (error) {
      await worker.query('rollback').catch(() => {})
      if (sqlState(error) !== '57014' || runner.signal?.aborted === true) throw error
      // The same code says that somebody cancelled the statement, which is another story.
      const tookMs = Date.now() - startedAt
      if (tookMs >= mostMs) throw heldTooLong(mostMs, error)
      throw together !== null && tookMs >= waitMs ? new LocksNotHad(error) : error
    }
  }
  await retry(runner, attempt, (_, pauseMs, error) => {
    if (Date.now() + pauseMs > until) throw inTheWay(blockers, error)
  })
}

/**
 * Comes back when the lock that a concurrent build takes first could be had at once. The build itself must run without
 * lock_timeout: the same setting would cut short its waits for older transactions, and leave an invalid index.
 */
export async function waitForTable(runner: Runner, sql: string, schema: string, table: string): Promise<void> {
  const { control, buildTimeoutMs } = runner
  // LOCK TABLE takes no materialized view. Nor is it needed there: what queues behind a build that waits is a refresh,
  // never a query.
  const { rows } = await control.query(
    `select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2 and c.relkind = 'r'`,
    [schema, table],
  )
  if (rows.length === 0) return
  await runBriefly(
    runner,
    sql,
    `lock table only ${quoteQualified(schema, table)} in share update exclusive mode`,
    buildTimeoutMs,
  )
}

/** Taken back by the server, so that nobody waited longer than this. */
function heldTooLong(mostMs: number, cause: unknown): PgwrightError {
  return new PgwrightError(
    'unsupported',
    `The statement takes longer than ${mostMs / 1000} s under a lock that keeps the application out, so it was taken back.`,
    'Apply the plan in a quiet hour with a longer --hold-timeout, or take the change out.',
    { cause },
  )
}

/** Who was waited for as long as that may take. */
export function inTheWay(blockers: readonly Blocker[], cause: unknown): PgwrightError {
  const who = blockers.length === 0 ? 'another session' : blockers.map(describeBlocker).join(' and ')
  return new PgwrightError(
    'busy',
    `A lock could not be had in time, for ${who} holds it.`,
    'Do it again when that session is through, or end it.',
    { cause },
  )
}
