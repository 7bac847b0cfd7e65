import type { Connection } from 'pgwright'

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
