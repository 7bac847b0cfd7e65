import pg from 'pg'
import type { Connection } from './system.ts'

/** A connection of the service that counts its round trips. */
export interface CountingConnection extends Connection {
  /** Round trips so far. */
  readonly statements: () => number
  close(): Promise<void>
}

/**
 * Opens a session as a service's own driver would.
 *
 * @param url with the role and its password
 */
export async function openSession(url: string): Promise<CountingConnection> {
  const client = new pg.Client(url)
  client.on('error', () => {}) // a lost connection fails the statement that is under way, which is where it is told
  await client.connect()
  let count = 0
  return {
    statements: () => count,
    async query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]> {
      count++
      const { rows } = await client.query(sql, values === undefined ? undefined : [...values])
      return rows as Row[]
    },
    close: () => client.end(),
  }
}

/** Many sessions at once; all are closed when one can't be opened. */
export async function openSessions(url: string, size: number) {
  const opened = await Promise.allSettled(Array.from({ length: size }, () => openSession(url)))
  const sessions = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const close = async () => {
    await Promise.all(sessions.map((session) => session.close()))
  }
  const failed = opened.find((result) => result.status === 'rejected')
  if (failed === undefined) return { connections: sessions, close }
  await close()
  throw failed.reason
}
