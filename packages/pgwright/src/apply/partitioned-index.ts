import type { Client } from 'pg'
import { type ObjectName, PgwrightError, type Step } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { rebuildSteps } from './capture.ts'
import { findIndex, nameTaken } from './catalog-index.ts'
import { wasMadeByRun } from './catalog-object.ts'
import { definitionOf } from './definition.ts'
import type { JournalStep } from './journal.ts'
import { isPartitionedStep } from './partitioned-statement.ts'

type Attached = Extract<Step['ensure'], { kind: 'index-attached' | 'index-detached' }>

/** Whether a partition's index belongs to that of the partitioned table. */
export async function isAttached(client: Client, { schema, index, parent }: Attached): Promise<boolean> {
  const { rows } = await client.query(
    `select from pg_catalog.pg_inherits h
     where h.inhrelid = pg_catalog.to_regclass($1) and h.inhparent = pg_catalog.to_regclass($2)`,
    [quoteQualified(schema, index), quoteQualified(parent.schema, parent.name)],
  )
  return rows.length > 0
}

/**
 * Taking back what was attached drops it. Where this run did not build it, it was there before, and is built again as it
 * was.
 */
export async function undoAttach(client: Client, row: JournalStep, ensure: Attached): Promise<Step[]> {
  const drop = row.rollback.slice(0, 1)
  if (await isBuiltByRun(client, row.runId, ensure)) return drop
  return [...drop, ...(await rebuildSteps(client, ensure))]
}

/** Whether a run has begun to build an index. */
export async function isBuiltByRun(
  client: Client,
  runId: number,
  { schema, index }: { readonly schema: string; readonly index: string },
): Promise<boolean> {
  const { rows } = await client.query(
    `select from pgwright.run_step
     where run_id = $1 and started_at is not null and step -> 'ensure' ->> 'schema' = $2
       and step -> 'ensure' ->> 'index' = $3
       and step -> 'ensure' ->> 'kind' in ('index-present', 'partitioned-index-present') limit 1`,
    [runId, schema, index],
  )
  return rows.length > 0
}

/**
 * What belongs to partitioned tables can be done: names are free, or a run of ours has them, and the plan knows every
 * partition. One that it does not know would leave the index invalid for good.
 *
 * @throws PgwrightError `usage`
 */
export async function checkPartitioned(client: Client, steps: readonly Step[]): Promise<void> {
  const attached = new Set<string>()
  for (const { ensure } of steps) if (ensure.kind === 'index-attached') attached.add(attachment(ensure.parent, ensure))
  for (const { sql, ensure } of steps.filter(isPartitionedStep)) {
    if (ensure.kind !== 'partitioned-index-present') continue
    const found = await findIndex(client, ensure)
    const definition = await definitionOf(client, ensure, sql)
    if (found !== null && (found.definition !== definition || !(await wasMadeByRun(client, sql))))
      throw nameTaken(ensure)
    const own = { schema: ensure.schema, name: ensure.index }
    for (const partition of await partitionsWithout(client, { schema: ensure.schema, name: ensure.table }, own)) {
      const table = { schema: partition.schema, table: partition.name }
      if (!attached.has(attachment(own, table))) throw unknownPartition(partition)
    }
  }
}

function attachment(
  parent: ObjectName,
  { schema, table }: { readonly schema: string; readonly table: string },
): string {
  return JSON.stringify([parent.schema, parent.name, schema, table])
}

/** Partitions of a table, the next level alone, that have no part of an index yet. */
async function partitionsWithout(client: Client, table: ObjectName, index: ObjectName): Promise<ObjectName[]> {
  const { rows } = await client.query<ObjectName>(
    `select n.nspname as schema, c.relname as name
     from pg_catalog.pg_inherits h
     join pg_catalog.pg_class c on c.oid = h.inhrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where h.inhparent = pg_catalog.to_regclass($1) and not exists (
       select from pg_catalog.pg_inherits p join pg_catalog.pg_index i on i.indexrelid = p.inhrelid
       where p.inhparent = pg_catalog.to_regclass($2) and i.indrelid = c.oid)
     order by 1, 2`,
    [quoteQualified(table.schema, table.name), quoteQualified(index.schema, index.name)],
  )
  return rows
}

function unknownPartition({ schema, name }: ObjectName): PgwrightError {
  return new PgwrightError(
    'usage',
    `The plan does not know the partition ${quoteQualified(schema, name)}, without which an index of its table would never be valid.`,
    'Make the plan again.',
  )
}
