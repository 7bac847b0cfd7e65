import type { ClientBase } from 'pg'
import type { Blocker } from './options.ts'

/** Younger ones are likely to be gone by the time that a build would wait for them. */
const oldTransactionMs = 1_000

const columns = `a.application_name as "applicationName", a.state,
  (extract(epoch from pg_catalog.clock_timestamp() - a.xact_start) * 1000)::float8 as "transactionAgeMs"`

/** The sessions that a waiting backend waits for; locks on transactions, as a concurrent build takes them, included. */
export async function blockersOf(client: ClientBase, pid: number): Promise<Blocker[]> {
  const { rows } = await client.query<Blocker>(
    `select b.pid, ${columns}
     from (select distinct pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) as pid) as b
     left join pg_catalog.pg_stat_activity a on a.pid = b.pid
     order by b.pid`,
    [pid],
  )
  return rows
}

/** Transactions of this database, oldest first, that have been open for a while: a concurrent build waits for them. */
export async function oldTransactions(client: ClientBase): Promise<Blocker[]> {
  const { rows } = await client.query<Blocker>(
    `select a.pid, ${columns}
     from pg_catalog.pg_stat_activity a
     where a.datname = pg_catalog.current_database() and a.backend_type = 'client backend'
       and a.pid <> pg_catalog.pg_backend_pid()
       and a.xact_start < pg_catalog.clock_timestamp() - $1 * interval '1 millisecond'
     order by a.xact_start, a.pid`,
    [oldTransactionMs],
  )
  return rows
}

/** `session 4711 (psql, idle in transaction, its transaction 90 s old)`. */
export function describeBlocker({ pid, applicationName, state, transactionAgeMs }: Blocker): string {
  if (pid === 0 && applicationName === null) return 'a prepared transaction'
  const seconds = transactionAgeMs === null ? null : Math.round(transactionAgeMs / 1000)
  if (pid === 0) return `the prepared transaction '${applicationName}'${seconds === null ? '' : ` (${seconds} s old)`}`
  const age = seconds === null ? null : `its transaction ${seconds} s old`
  const known = [applicationName, state, age].filter((part) => part !== null && part !== '')
  return known.length === 0 ? `session ${pid}` : `session ${pid} (${known.join(', ')})`
}
