import type { ClientBase } from 'pg'
import type { ObjectName, RelationSize, Snapshot } from '../../model/index.ts'

/** A relation, table or index, and the size that the planner is to believe. */
export interface SizedRelation extends ObjectName {
  readonly size: RelationSize
}

/**
 * Sets pages, rows and visible pages in `pg_class`. The file's length is another thing: the planner multiplies the
 * density that follows from these by the true length. Written to the catalog, which works alike on every major.
 *
 * @param owner the superuser's session
 */
export async function restoreRelationStatistics(owner: ClientBase, major: number, relations: readonly SizedRelation[]) {
  const allFrozen = major >= 18 ? ', relallfrozen = r."allFrozen"' : ''
  await owner.query(
    `update pg_catalog.pg_class c
     set relpages = r.pages, reltuples = r.tuples, relallvisible = r."allVisible"${allFrozen}
     from jsonb_to_recordset($1) as r (schema text, name text, pages int, tuples real, "allVisible" int, "allFrozen" int)
     join pg_catalog.pg_namespace n on n.nspname = r.schema
     where c.relnamespace = n.oid and c.relname = r.name`,
    [JSON.stringify(relations.map(relationRow))],
  )
}

function relationRow({ schema, name, size }: SizedRelation) {
  const { pages, tuples, allVisiblePages: allVisible, allFrozenPages: allFrozen } = size
  return { schema, name, pages, tuples, allVisible, allFrozen: Math.min(allFrozen, allVisible) }
}

/** Relations of a snapshot that `pg_class` has figures of: partitioned ones too, which are counted as a whole. */
export function sizedRelations(snapshot: Snapshot): SizedRelation[] {
  const stored = snapshot.relations.filter(({ kind }) => kind !== 'view')
  return [...stored, ...snapshot.indexes.filter(({ valid }) => valid)]
}
