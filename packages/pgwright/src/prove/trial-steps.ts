import { performance } from 'node:perf_hooks'
import type { ClientBase } from 'pg'
import type { Change, Step } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'

export interface StepsDone {
  readonly elapsedMs: number
  /** Of the indexes and views that were made. */
  readonly sizeBytes: number
}

/** Does a change's steps in the transaction that is open, which the caller takes back: nobody else ever sees them. */
export async function doSteps(client: ClientBase, { steps }: Change): Promise<StepsDone> {
  const startedAt = performance.now()
  for (const { sql } of steps) await client.query(inTransaction(sql))
  const elapsedMs = performance.now() - startedAt
  let sizeBytes = 0
  for (const { ensure } of steps) sizeBytes += await sizeOf(client, ensure)
  return { elapsedMs, sizeBytes }
}

/** Nobody waits for a copy's tables. */
function inTransaction(sql: string): string {
  return sql.replace(/^(\s*(?:create(?:\s+unique)?|drop)\s+index\s+)concurrently\s+/i, '$1')
}

async function sizeOf(client: ClientBase, ensure: Step['ensure']): Promise<number> {
  const made = relationMade(ensure)
  if (made === null) return 0
  const { rows } = await client.query<{ bytes: number }>(
    `select coalesce(pg_catalog.pg_total_relation_size(coalesce(k.conindid, pg_catalog.to_regclass($1))), 0)::float8 as bytes
     from (select) as one
     left join pg_catalog.pg_constraint k on k.conrelid = pg_catalog.to_regclass($1) and k.conname = $2`,
    [made.relation, made.constraint],
  )
  return rows[0]?.bytes ?? 0
}

/** Null where the step makes nothing that takes space of its own. */
function relationMade(ensure: Step['ensure']): { relation: string; constraint: string | null } | null {
  if (ensure.kind === 'index-present')
    return { relation: quoteQualified(ensure.schema, ensure.index), constraint: null }
  if (ensure.kind !== 'object-present') return null
  const [schema = '', name = '', own = null] = ensure.names
  const relation = quoteQualified(schema, name)
  if (ensure.type === 'materialized view') return { relation, constraint: null }
  return ensure.type === 'table constraint' ? { relation, constraint: own } : null
}
