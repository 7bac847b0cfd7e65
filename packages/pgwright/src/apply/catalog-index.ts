import type { ClientBase } from 'pg'
import { PgwrightError } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'

/** An index as it stands on the target. */
export interface CatalogIndex {
  readonly table: string
  /** `pg_get_indexdef` with nothing but `pg_catalog` in the search path. */
  readonly definition: string
  /** False while it is built or dropped, and for good when that was broken off. */
  readonly usable: boolean
  /** Rests on it, and would go with it. */
  readonly constraint: string | null
  readonly replicaIdentity: boolean
  readonly partOfPartitioned: boolean
}

/**
 * Null where nothing has that name.
 *
 * @throws PgwrightError `usage` where something else has it: another table's index, a table, a sequence
 */
export async function findIndex(
  client: ClientBase,
  { schema, table, index }: { readonly schema: string; readonly table: string; readonly index: string },
): Promise<CatalogIndex | null> {
  const { rows } = await client.query<CatalogIndex>(
    `select coalesce(t.relname, '') as table, pg_catalog.pg_get_indexdef(i.indexrelid) as definition,
       i.indisvalid and i.indisready and i.indislive as usable,
       (select k.conname from pg_catalog.pg_constraint k where k.conindid = c.oid
        order by k.contype = 'f', k.conname limit 1) as constraint,
       coalesce(i.indisreplident, false) as "replicaIdentity",
       c.relkind = 'I' or c.relispartition as "partOfPartitioned"
     from pg_catalog.pg_class c
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     left join pg_catalog.pg_index i on i.indexrelid = c.oid
     left join pg_catalog.pg_class t on t.oid = i.indrelid
     where n.nspname = $1 and c.relname = $2`,
    [schema, index],
  )
  const [found] = rows
  if (found === undefined) return null
  if (found.table === table) return found
  throw new PgwrightError(
    'usage',
    `${quoteQualified(schema, index)} is no index of the table ${quoteQualified(schema, table)} in this database.`,
    'Check that this is the database that the plan was made for, and make the plan again if it is.',
  )
}
