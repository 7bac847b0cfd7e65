import type { Client } from 'pg'
import type { EmptyCopy } from '../twin/index.ts'
import { noEffects, type StatementEffects } from './effects/effects.ts'

/** Runs a statement that PostgreSQL refuses in a transaction block. */
export async function performOutside(_copy: EmptyCopy, worker: Client, sql: string): Promise<StatementEffects> {
  await worker.query(sql)
  return noEffects
}
