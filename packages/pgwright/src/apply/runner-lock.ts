import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { PgwrightError } from '../model/index.ts'

/** Any numbers will do that no application uses for itself: the bytes of `pgwright`, and the next. */
const controlKey = BigInt(`0x${Buffer.from('pgwright').toString('hex')}`)
const workerKey = controlKey + 1n

const pauseMs = 50

/**
 * Keeps other runners out of this database until the session ends. A runner that was killed a moment ago lets go within
 * the time that this waits.
 *
 * @throws PgwrightError `busy`, naming the session that holds the lock
 */
export async function takeRunnerLock(control: Client): Promise<void> {
  await takeLock(control, controlKey, 500)
}

/**
 * The worker of a runner that was killed works on until the server notices, and could build an index that has just been
 * looked for in vain. So it has a lock of its own.
 *
 * @throws PgwrightError `busy`, naming the session that holds the lock
 */
export async function takeWorkerLock(worker: Client): Promise<void> {
  await takeLock(worker, workerKey, 5_000)
}

/** Tried again and again: to wait for it would hold a snapshot, for which a concurrent build would wait in turn. */
async function takeLock(client: Client, key: bigint, waitMs: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < waitMs; waitedMs += pauseMs) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_catalog.pg_try_advisory_lock($1) as taken', [
      key,
    ])
    if (rows[0]?.taken === true) return
    await sleep(pauseMs)
  }
  throw new PgwrightError(
    'busy',
    `Another run is under way in this database${await holder(client, key)}.`,
    'Wait until it is through, or stop it.',
  )
}

async function holder(client: Client, key: bigint): Promise<string> {
  // A bigint key is split over two columns; objsubid 1 tells it from a pair of integers.
  const { rows } = await client.query<{ pid: number; application: string; since: Date | null }>(
    `select l.pid, a.application_name as application, a.backend_start as since
     from pg_catalog.pg_locks l
     join pg_catalog.pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.objsubid = 1
       and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
       and (l.classid::bigint << 32 | l.objid::bigint) = $1`,
    [key],
  )
  const [row] = rows
  if (row === undefined) return ''
  const since = row.since === null ? '' : ` since ${row.since.toISOString()}`
  return `: session ${row.pid} (${row.application || 'unnamed'}) holds the lock${since}`
}
