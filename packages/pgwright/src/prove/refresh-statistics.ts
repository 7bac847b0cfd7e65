import type { ClientBase } from 'pg'
import type { Plan } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { notRun } from './not-run.ts'

/**
 * Has the target look at its tables again: a copy that was just restored has no statistics, and of a new index's
 * expressions nobody has. It changes nothing but statistics, which the server would refresh by itself in time.
 */
export async function refreshStatistics(client: ClientBase, { changes }: Plan): Promise<void> {
  const tables = new Set(changes.map(({ schema, table }) => quoteQualified(schema, table)))
  for (const table of [...tables].sort()) {
    await client.query(`analyze ${table}`).catch((error: unknown) => {
      notRun(error) // someone holds a lock: the statistics that are there will do
    })
  }
}
