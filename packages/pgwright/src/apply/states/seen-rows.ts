import type { Client } from 'pg'
import { quoteQualified } from '../../sql/index.ts'

/**
 * What a statement gets through at the least while it reads rows, or makes an index of them, under a lock that keeps
 * the application out. Low on purpose: the hold timeout is there for those that are slower still.
 */
const bytesPerMs = 16 * 1024

/** Whether a table is so small that each of its rows can be looked at within the time. */
export async function canBeSeenWithin(client: Client, schema: string, table: string, mostMs: number): Promise<boolean> {
  const { rows } = await client.query<{ bytes: number }>(
    `select (pg_catalog.pg_relation_size(c.oid) + coalesce((select sum(pg_catalog.pg_relation_size(p.relid))
       from pg_catalog.pg_partition_tree(c.oid) p where p.relid <> c.oid), 0))::float8 as bytes
     from pg_catalog.pg_class c where c.oid = pg_catalog.to_regclass($1) and c.relkind in ('r', 'p', 'm')`,
    [quoteQualified(schema, table)],
  )
  return (rows[0]?.bytes ?? 0) <= mostMs * bytesPerMs
}
