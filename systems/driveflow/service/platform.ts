import type { Connection } from 'pgwright'

/** A transaction of the platform's own, which no tenant has a part in. */
export async function inTransaction<Result>(db: Connection, work: () => Promise<Result>): Promise<Result> {
  await db.query('begin')
  try {
    const result = await work()
    await db.query('commit')
    return result
  } catch (error) {
    await db.query('rollback')
    throw error
  }
}
