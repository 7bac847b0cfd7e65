import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { blockersOf } from './blockers.ts'
import type { Blocker } from './options.ts'
import { type Limits, type Runner, setLimits, stopped, throwIfStopped } from './runner.ts'

const pollMs = 200

/**
 * Runs statements on the worker one after the other while the other session tells of their progress and of who holds
 * them up, and cancels them when the run is to stop.
 */
export async function runWatched(
  runner: Runner,
  sql: string,
  statements: readonly string[],
  limits: Limits,
  seen: (blockers: readonly Blocker[]) => void = () => {},
): Promise<void> {
  throwIfStopped(runner)
  const { worker, signal } = runner
  await setLimits(worker, limits)
  const end = new AbortController()
  const watching = watch(runner, sql, Math.min(pollMs, limits.lockTimeoutMs / 2 || pollMs), end.signal, seen)
  try {
    for (const statement of statements) await worker.query(statement)
  } catch (error) {
    throw signal?.aborted === true ? stopped(error) : error
  } finally {
    end.abort()
    await watching
  }
}

async function watch(
  runner: Runner,
  sql: string,
  everyMs: number,
  end: AbortSignal,
  seen: (blockers: readonly Blocker[]) => void,
): Promise<void> {
  const report = reporter(runner, sql)
  try {
    while (await pause(everyMs, end)) {
      if (runner.signal?.aborted === true) {
        await runner.control.query('select pg_catalog.pg_cancel_backend($1)', [runner.workerPid])
      } else {
        seen(await report())
      }
    }
  } catch {
    // Whoever can't watch must not go on working: the lock that keeps other runners out went with the session.
    await runner.worker.end()
  }
}

/** False as soon as `end` says so. */
async function pause(ms: number, end: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal: end }).catch(() => false)
}

/** Tells of what changed since it was last asked. */
function reporter({ control, workerPid, emit }: Runner, sql: string): () => Promise<readonly Blocker[]> {
  let lastBlockers = ''
  let lastProgress = ''
  const timeLeft = phaseClock()
  return async () => {
    const blockers = await blockersOf(control, workerPid)
    const pids = blockers.map(({ pid }) => pid).join()
    if (pids !== lastBlockers && blockers.length > 0) emit({ kind: 'waiting', sql, blockers })
    lastBlockers = pids
    const progress = await buildProgress(control, workerPid)
    if (progress !== null && JSON.stringify(progress) !== lastProgress)
      emit({ kind: 'progress', sql, ...progress, leftMs: timeLeft(progress) })
    lastProgress = JSON.stringify(progress)
    return blockers
  }
}

/** Below this share, or so soon, what is left would be a guess. */
const leastShare = 0.02
const leastMs = 2_000

/** Tells what a phase still takes, if it goes on as it went since it was first seen. */
function phaseClock(): (progress: BuildProgress) => number | null {
  let began = { phase: '', atMs: 0, share: 0 }
  return ({ phase, share }) => {
    const nowMs = Date.now()
    if (phase !== began.phase) began = { phase, atMs: nowMs, share: share ?? 0 }
    const done = (share ?? 0) - began.share
    if (share === null || done < leastShare || nowMs - began.atMs < leastMs) return null
    return ((nowMs - began.atMs) / done) * (1 - share)
  }
}

interface BuildProgress {
  /** In PostgreSQL's words, which are not translated. */
  readonly phase: string
  /** Of the phase, 0 to 1; null where PostgreSQL does not tell. */
  readonly share: number | null
}

/** How far a backend's index build is; null while it builds none. */
async function buildProgress(client: Client, pid: number): Promise<BuildProgress | null> {
  // Counters of an earlier phase stay as they were, so the phase decides which of them count.
  const { rows } = await client.query<BuildProgress>(
    `select phase, (case
         when phase like 'waiting %' then lockers_done::float8 / nullif(lockers_total, 0)
         when phase like '%loading tuples%' then tuples_done::float8 / nullif(tuples_total, 0)
         when phase like '%scanning%' then blocks_done::float8 / nullif(blocks_total, 0)
       end) as share
     from pg_catalog.pg_stat_progress_create_index where pid = $1`,
    [pid],
  )
  return rows[0] ?? null
}
