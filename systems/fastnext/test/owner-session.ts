import pg from 'pg'
import type { Connection } from 'pgwright'
import { afterAll } from 'vitest'

/** One more session of the owner, ended after the file's last test. */
export async function ownerSession(url: string): Promise<Connection> {
  const client = new pg.Client(url)
  client.on('error', () => {}) // it is cut off when the database is dropped
  await client.connect()
  afterAll(() => client.end().catch(() => {}))
  return {
    async query<Row>(sql: string, values?: readonly unknown[]) {
      const result = await client.query(sql, values && [...values])
      // Several statements in one message give several results; the last one counts.
      return (Array.isArray(result) ? result.at(-1) : result).rows as Row[]
    },
  }
}

/** Until some session of this database waits for a lock. */
export async function untilBlocked(db: Connection): Promise<void> {
  for (;;) {
    const [row] = await db.query<{ waiting: boolean }>(
      `select exists (
         select from pg_locks l join pg_database d on d.oid = l.database
         where not l.granted and d.datname = current_database()
       ) as waiting`,
    )
    if (row?.waiting === true) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
