import type { ClientBase } from 'pg'
import { PgwrightError, type Step } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { waitForTable } from './brief-lock.ts'
import { type CatalogIndex, findIndex } from './catalog-index.ts'
import type { Runner } from './runner.ts'
import { runWatched } from './watched.ts'

/** What an index-absent step is about. */
export type UnwantedIndex = Extract<Step['ensure'], { kind: 'index-absent' }>

/**
 * The index to drop; null where it is gone.
 *
 * @throws PgwrightError `unsupported` where something rests on it that would be lost with it
 */
export async function findDroppable(client: ClientBase, unwanted: UnwantedIndex): Promise<CatalogIndex | null> {
  const index = await findIndex(client, unwanted)
  const reason = index === null ? null : tie(index)
  if (reason === null) return index
  throw new PgwrightError(
    'unsupported',
    `The index ${quoteQualified(unwanted.schema, unwanted.index)} can't be dropped, for ${reason}.`,
    'Take the change out of the plan.',
  )
}

function tie({ constraint, replicaIdentity, partOfPartitioned }: CatalogIndex): string | null {
  if (constraint !== null) return `the constraint ${constraint} rests on it`
  if (replicaIdentity) return 'it is the replica identity of its table'
  if (partOfPartitioned) return 'it belongs to the index of a partitioned table'
  return null
}

export async function dropIndex(runner: Runner, { sql }: Step, { schema, table }: UnwantedIndex): Promise<void> {
  await waitForTable(runner, sql, schema, table)
  await runWatched(runner, sql, [sql], { lockTimeoutMs: 0, statementTimeoutMs: runner.buildTimeoutMs })
}
