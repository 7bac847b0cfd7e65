import { PgwrightError } from '../model/index.ts'
import { withClient } from './connection.ts'
import type { TwinServer } from './server.ts'

/** Watches what a twin's own role runs. */
export interface SessionWatch {
  /** @throws PgwrightError `cancelled` once the signal has been given */
  throwIfCancelled(): void
  stop(): void
}

/**
 * Ends sessions of a role whose statement has run for too long, or any once the signal is given. The server has a time
 * limit for statements of its own, but a function of the snapshot can set that off, or catch its error and go on; nothing
 * outlives the end of its session.
 *
 * @param limitMs the server's own limit; a session ends between twice and two and a half times as long
 */
export function watchSessions(
  server: TwinServer,
  role: string,
  limitMs: number,
  signal: AbortSignal | undefined,
): SessionWatch {
  const end = (olderThanMs: number) => endSessions(server, role, olderThanMs).catch(() => {}) // the server may be gone
  // The server is given as long again to cancel a statement, which leaves the session alive: it may first have to remove
  // what the statement has written.
  const overdue = setInterval(() => end(2 * limitMs), limitMs / 2).unref()
  let every: NodeJS.Timeout | undefined
  const cancel = () => {
    // Again and again: sessions are still being opened.
    every = setInterval(() => end(0), 50).unref()
  }
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  return {
    throwIfCancelled: () => {
      if (signal?.aborted) throw new PgwrightError('cancelled', 'The twin was not built to its end.', 'Run it again.')
    },
    stop: () => {
      clearInterval(overdue)
      clearInterval(every)
      signal?.removeEventListener('abort', cancel)
    },
  }
}

async function endSessions(server: TwinServer, role: string, olderThanMs: number): Promise<void> {
  await withClient(server, 'postgres', (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where usename = $1 and state = 'active' and clock_timestamp() - query_start > $2 * interval '1 ms'`,
      [role, olderThanMs],
    ),
  )
}
