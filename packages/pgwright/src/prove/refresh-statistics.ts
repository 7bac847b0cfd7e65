import type { ClientBase } from 'pg'
import type { Plan } from '../model/index.ts'
import { sqlState } from '../postgres/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { notRun } from './not-run.ts'

/** Of `lock_timeout`, which ends a trial where anything else waits for a lock. */
const lockNotAvailable = '55P03'

/**
 * Has the target look at its tables again: a copy that was just restored has no statistics, and of a new index's
 * expressions nobody has. It changes nothing but statistics, which the server would refresh by itself in time.
 */
export async function refreshStatistics(client: ClientBase, { changes }: Plan): Promise<void> {
  const tables = new Set(changes.map(({ schema, table }) => quoteQualified(schema, table)))
  for (const table of [...tables].sort()) {
    await client.query(`analyze ${table}`).catch((error: unknown) => {
      // Someone holds a lock for longer than the trial waits: the statistics that are there will do.
      if (sqlState(error) !== lockNotAvailable) notRun(error)
    })
  }
}
