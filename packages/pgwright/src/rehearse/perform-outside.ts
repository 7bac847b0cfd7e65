import type { Client } from 'pg'
import type { EmptyCopy } from '../twin/index.ts'
import type { StatementEffects } from './effects/effects.ts'
import { runHeldUp } from './effects/run-held-up.ts'

/** Runs a statement that PostgreSQL refuses in a transaction block, while others hold it up so that its locks are seen. */
export async function performOutside(copy: EmptyCopy, worker: Client, sql: string): Promise<StatementEffects> {
  const holders = [await copy.connect(), await copy.connect()] as const
  try {
    return await runHeldUp({ worker, observer: copy.owner, holders }, sql)
  } finally {
    for (const holder of holders) await holder.end()
  }
}
