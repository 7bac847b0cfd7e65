import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import { quoteQualified } from '../sql/index.ts'
import { inTheWay } from './brief-lock.ts'
import type { IndexName } from './definition.ts'
import type { Blocker } from './options.ts'
import { type Runner, stopped, throwIfStopped } from './runner.ts'

const firstPauseMs = 50
const longestPauseMs = 1_000

/**
 * Comes back when the transactions are through that have the table in their hands now and that a concurrent build or
 * drop would wait for. Waited for beforehand, they can be given up with nothing done: once it has begun, what is left is
 * an invalid index, and to take that away waits for them too.
 *
 * @param until when to give up, as `Date.now` has it
 * @throws PgwrightError `busy`, naming them
 */
export async function waitForOpenTransactions(
  runner: Runner,
  sql: string,
  { schema, table }: IndexName,
  doing: 'build' | 'drop',
  until: number,
): Promise<void> {
  const { control, workerPid } = runner
  const relation = quoteQualified(schema, table)
  await waitUntilOver(runner, sql, () => openTransactions(control, relation, doing, workerPid), until)
}

/** The same of every transaction of the database that is open now, whatever it has done. */
export async function waitForEveryTransaction(runner: Runner, sql: string, until: number): Promise<void> {
  const { control, workerPid } = runner
  await waitUntilOver(runner, sql, () => everyTransaction(control, workerPid), until)
}

async function waitUntilOver(
  runner: Runner,
  sql: string,
  openNow: () => Promise<OpenTransaction[]>,
  until: number,
): Promise<void> {
  const { emit, signal } = runner
  let left = await openNow()
  let told = 0
  for (let pauseMs = firstPauseMs; left.length > 0; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    throwIfStopped(runner)
    const blockers = left.map(({ transaction: _, ...blocker }) => blocker)
    if (Date.now() + pauseMs > until) throw inTheWay(blockers, null)
    // Most are through by the second look, and not worth a word.
    if (pauseMs > firstPauseMs && left.length !== told) emit({ kind: 'waiting', sql, blockers })
    if (pauseMs > firstPauseMs) told = left.length
    await sleep(pauseMs, undefined, { signal }).catch((error) => {
      throw stopped(error)
    })
    // Those that came later are not waited for: on a busy table there would be no end of it.
    const waited = new Set(left.map(({ transaction }) => transaction))
    const open = await openNow()
    left = open.filter(({ transaction }) => waited.has(transaction))
  }
}

interface OpenTransaction extends Blocker {
  readonly transaction: string
}

/** A build waits for those that have written, and for those that have a snapshot; a drop for every one. */
async function openTransactions(
  client: ClientBase,
  relation: string,
  doing: 'build' | 'drop',
  workerPid: number,
): Promise<OpenTransaction[]> {
  const { rows } = await client.query<OpenTransaction>(
    `select distinct l.virtualtransaction as transaction, coalesce(l.pid, 0) as pid,
       coalesce(a.application_name, p.gid) as "applicationName", a.state,
       (extract(epoch from pg_catalog.clock_timestamp() - coalesce(a.xact_start, p.prepared)) * 1000)::float8 as "transactionAgeMs"
     from pg_catalog.pg_locks l
     left join pg_catalog.pg_stat_activity a on a.pid = l.pid
     left join pg_catalog.pg_locks x on l.pid is null and x.pid is null and x.locktype = 'transactionid'
       and x.virtualtransaction = l.virtualtransaction
     left join pg_catalog.pg_prepared_xacts p on p.transaction = x.transactionid
     where l.locktype = 'relation' and l.granted and l.relation = pg_catalog.to_regclass($1)
       and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
       and coalesce(l.pid, 0) not in (pg_catalog.pg_backend_pid(), $3)
       and ($2 = 'drop' or l.mode not in ('AccessShareLock', 'RowShareLock', 'ShareLock') or a.backend_xmin is not null)
     order by pid`,
    [relation, doing, workerPid],
  )
  return rows
}

/** Each has a lock on itself, which everybody may see. Those of the server itself, as autovacuum's, are nobody's. */
async function everyTransaction(client: ClientBase, workerPid: number): Promise<OpenTransaction[]> {
  const { rows } = await client.query<OpenTransaction>(
    `select l.virtualtransaction as transaction, l.pid, a.application_name as "applicationName", a.state,
       (extract(epoch from pg_catalog.clock_timestamp() - a.xact_start) * 1000)::float8 as "transactionAgeMs"
     from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'virtualxid' and l.granted and l.mode = 'ExclusiveLock'
       and a.datname = pg_catalog.current_database() and a.usesysid is not null
       and l.pid not in (pg_catalog.pg_backend_pid(), $1)
     order by l.pid`,
    [workerPid],
  )
  return rows
}
