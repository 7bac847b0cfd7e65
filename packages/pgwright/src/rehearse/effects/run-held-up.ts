import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import { readableIdentifier } from '../../sql/index.ts'
import type { StatementEffects } from './effects.ts'
import { readLocks, type SeenLock, strongestLocks } from './locks.ts'
import { readFileNodes } from './rewrites.ts'
import { tablesNear } from './tables-near.ts'

const pollMs = 2
/** Of locks that can't be asked for with `nowait`. */
const mostLockMs = 5

/** Four sessions on one database, in autocommit. Nobody else may be at work there. */
export interface HeldUpSessions {
  readonly worker: ClientBase
  /** Sees what others see. */
  readonly observer: ClientBase
  /** Take turns in holding the worker up; they need the right to lock tables. */
  readonly holders: readonly [ClientBase, ClientBase]
}

/**
 * Runs a statement that PostgreSQL refuses in a transaction, and tells what it did. By the time that such a one is
 * through, its locks are gone, so others hold it up, and its locks are read wherever it waits.
 *
 * A holder locks the tables as a write does, and their indexes as a query does: the statement then waits for it where it
 * keeps them out, and where it waits for older transactions, as `concurrently` does in several places. Each time the next
 * holder begins before the one that is waited for ends.
 *
 * Locks weaker than SHARE UPDATE EXCLUSIVE are seen by chance, and what was read only where an index was built of it.
 *
 * @throws a `DatabaseError` of the driver where the server refuses the statement
 */
export async function runHeldUp(sessions: HeldUpSessions, sql: string): Promise<StatementEffects> {
  const { worker, observer } = sessions
  const built = new Set<string>()
  const listen = ({ message = '' }: { readonly message: string | undefined }) => {
    const table = /^building index ".*" on table "(.*)"/.exec(message)?.[1]
    if (table !== undefined) built.add(`.${readableIdentifier(table)}`)
  }
  // The level that tells of indexes that are built.
  await worker.query('set client_min_messages = debug1')
  worker.on('notice', listen)
  try {
    const seen = await locksSeen(sessions, sql)
    const relations = new Map(seen.map((lock) => [lock.oid, lock]))
    const fileNodes = await readFileNodes(observer, [...relations.keys()])
    const where = (holds: (lock: SeenLock) => boolean) =>
      [...relations.values()].filter(holds).map(({ relation }) => relation)
    return {
      locks: strongestLocks(seen),
      held: [],
      rewrites: where(({ oid, fileNode }) => (fileNodes.get(oid) ?? fileNode) !== fileNode),
      scans: where(({ relation }) => [...built].some((name) => relation.endsWith(name))),
      writes: [],
    }
  } finally {
    worker.off('notice', listen)
    await worker.query('reset client_min_messages')
  }
}

/** What the statement had, or waited for, in each of its waits. */
async function locksSeen({ worker, observer, holders }: HeldUpSessions, sql: string): Promise<SeenLock[]> {
  const tables = await tablesNear(observer, sql)
  const pid = await backendOf(worker)
  const seen: SeenLock[] = []
  // `vacuum` waits for neither. For this mode it does, and two holders can have that at a time.
  const mode = /\bvacuum\b/i.test(sql) ? 'share' : 'row exclusive'
  const hold = async (holder: ClientBase) => {
    // Concurrent statements wait for older snapshots too.
    await holder.query('begin isolation level repeatable read; select from pg_catalog.pg_class limit 1')
    await holder.query(`set local lock_timeout = ${mostLockMs}`)
    for (const table of tables) {
      await lockAtOnce(holder, `lock table only ${table} in ${mode} mode nowait`)
      // Locks the indexes, as whoever plans a query does.
      await lockAtOnce(holder, `explain select from only ${table}`)
    }
  }
  let [now, next] = holders
  let ended = false
  try {
    await hold(now)
    const run = worker.query(sql).finally(() => {
      ended = true
    })
    // It is waited for below, and may fail before that.
    run.catch(() => {})
    while (!ended) {
      if (!(await waits(observer, pid))) {
        await sleep(pollMs)
        continue
      }
      seen.push(...(await readLocks(observer, pid)))
      await hold(next)
      await now.query('rollback')
      ;[now, next] = [next, now]
    }
    await run
    return seen
  } finally {
    for (const holder of holders) await holder.query('rollback')
  }
}

/** Nothing where somebody has or waits for a lock that conflicts, or where the role may not. */
async function lockAtOnce(holder: ClientBase, sql: string): Promise<void> {
  await holder.query('savepoint pgwright_lock')
  await holder.query(sql).catch(() => holder.query('rollback to savepoint pgwright_lock'))
}

async function waits(observer: ClientBase, pid: number): Promise<boolean> {
  const { rowCount } = await observer.query('select from pg_catalog.pg_locks where pid = $1 and not granted', [pid])
  return rowCount !== 0
}

async function backendOf(worker: ClientBase): Promise<number> {
  const { rows } = await worker.query<{ pid: number }>('select pg_catalog.pg_backend_pid() as pid')
  return rows[0]?.pid ?? 0
}
