import type { Client } from 'pg'
import { PgwrightError } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'
import { definitionOf, type IndexName, type WantedIndex } from './definition.ts'

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
  /** The one that its table belongs to. Of an index that an extension makes PostgreSQL keeps no record of its own. */
  readonly extension: string | null
}

/**
 * Null where nothing has that name.
 *
 * @throws PgwrightError `usage` where something else has it: another table's index, a table, a sequence
 */
export async function findIndex(client: Client, { schema, table, index }: IndexName): Promise<CatalogIndex | null> {
  const { rows } = await client.query<CatalogIndex>(
    `select coalesce(t.relname, '') as table, pg_catalog.pg_get_indexdef(i.indexrelid) as definition,
       i.indisvalid and i.indisready and i.indislive as usable,
       (select k.conname from pg_catalog.pg_constraint k where k.conindid = c.oid
        order by k.contype = 'f', k.conname limit 1) as constraint,
       coalesce(i.indisreplident, false) as "replicaIdentity",
       c.relkind = 'I' or c.relispartition as "partOfPartitioned",
       (select e.extname from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = t.oid
          and d.refclassid = 'pg_catalog.pg_extension'::regclass and d.deptype = 'e'
        order by e.extname limit 1) as extension
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

/**
 * What is there under the wanted name; null where nothing is.
 *
 * @throws PgwrightError `usage` where it is another index
 */
export async function findWanted(client: Client, wanted: WantedIndex, sql: string): Promise<CatalogIndex | null> {
  const index = await findIndex(client, wanted)
  // Built from its own text, an index is at times written differently, so both texts will do.
  if (index === null || index.definition === wanted.definition) return index
  if (index.definition === (await definitionOf(client, wanted, sql))) return index
  throw nameTaken(wanted)
}

export function nameTaken({ schema, index }: IndexName): PgwrightError {
  return new PgwrightError(
    'usage',
    `There is another index ${quoteQualified(schema, index)} already.`,
    'Rename or drop that one, or make the plan again.',
  )
}

/**
 * The index to drop; null where it is gone.
 *
 * @throws PgwrightError `unsupported` where something rests on it that would be lost with it
 */
export async function findDroppable(client: Client, unwanted: IndexName): Promise<CatalogIndex | null> {
  const index = await findIndex(client, unwanted)
  const reason = index === null ? null : tie(index)
  if (reason === null) return index
  throw new PgwrightError(
    'unsupported',
    `The index ${quoteQualified(unwanted.schema, unwanted.index)} can't be dropped, for ${reason}.`,
    'Take the change out of the plan.',
  )
}

function tie({ constraint, replicaIdentity, partOfPartitioned, extension }: CatalogIndex): string | null {
  if (constraint !== null) return `the constraint ${constraint} rests on it`
  if (replicaIdentity) return 'it is the replica identity of its table'
  if (partOfPartitioned) return 'it belongs to the index of a partitioned table'
  if (extension !== null) return `its table belongs to the extension ${extension}`
  return null
}
