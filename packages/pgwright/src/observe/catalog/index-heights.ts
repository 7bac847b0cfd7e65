import { sqlState } from '../../postgres/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { inSavepoint } from '../savepoint.ts'
import type { Reading } from './reading.ts'
import { inUserSchema } from './scope.ts'

/**
 * Levels above the leaves of every B-tree, by the index's oid. Empty where `pageinspect` is not installed or the role
 * is no superuser, which `bt_metap` insists on. The planner counts from the fast root, so that is what is read.
 */
export async function readIndexHeights({ client }: Reading): Promise<ReadonlyMap<number, number>> {
  const { rows } = await client.query<{ schema: string }>(
    `select n.nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
     where e.extname = 'pageinspect' and current_setting('is_superuser')::bool`,
  )
  const schema = rows[0]?.schema
  if (schema === undefined) return new Map()
  try {
    return await inSavepoint(client, async () => {
      const heights = await client.query<{ oid: number; height: number }>(heightSql(schema))
      return new Map(heights.rows.map(({ oid, height }) => [oid, height]))
    })
  } catch (error) {
    // The server refused to read a page: heights can be derived, so they are not worth the snapshot.
    if (sqlState(error) === undefined) throw error
    return new Map()
  }
}

// A partitioned index (relkind I) has no pages, and one that is being built may not have its metapage yet.
function heightSql(schema: string): string {
  return `select c.oid, m.fastlevel::int as height
    from pg_index i
    join pg_class c on c.oid = i.indexrelid and c.relkind = 'i'
    join pg_namespace n on n.oid = c.relnamespace
    join pg_am a on a.oid = c.relam and a.amname = 'btree'
    cross join lateral ${quoteIdentifier(schema)}.bt_metap(c.oid::regclass::text) as m
    where i.indisready and ${inUserSchema}`
}
