import type { ClientBase } from 'pg'
import type { ColumnStatistics, ObjectName, RelationSize, Snapshot } from '../../model/index.ts'

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

/**
 * Sets what `ANALYZE` would have found in each column. The server takes what fits and warns of the rest, so a bad
 * value costs one statistic and not the twin.
 */
export async function restoreColumnStatistics(client: ClientBase, columns: readonly ColumnStatistics[]) {
  await client.query(
    `select pg_catalog.pg_restore_attribute_stats('schemaname', s.schema, 'relname', s."table", 'attname', s."column",
       'inherited', s.inherited, 'null_frac', s."nullFraction", 'avg_width', s."averageWidth",
       'n_distinct', s."distinct", 'most_common_vals', s."commonValues", 'most_common_freqs', s."commonFrequencies",
       'histogram_bounds', s.histogram, 'correlation', s.correlation, 'most_common_elems', s."commonElements",
       'most_common_elem_freqs', s."commonElementFrequencies", 'elem_count_histogram', s."elementCountHistogram",
       'range_length_histogram', s."rangeLengthHistogram", 'range_empty_frac', s."rangeEmptyFraction",
       'range_bounds_histogram', s."rangeBoundsHistogram")
     from jsonb_to_recordset($1) as s (schema text, "table" text, "column" text, inherited bool, "nullFraction" real,
       "averageWidth" int, "distinct" real, "commonValues" text, "commonFrequencies" real[], histogram text,
       correlation real, "commonElements" text, "commonElementFrequencies" real[], "elementCountHistogram" real[],
       "rangeLengthHistogram" text, "rangeEmptyFraction" real, "rangeBoundsHistogram" text)
     join pg_catalog.pg_attribute a on a.attname = s."column"
       and a.attrelid = to_regclass(format('%I.%I', s.schema, s."table"))`,
    [JSON.stringify(columns)],
  )
}

/** Relations of a snapshot that have pages of their own. */
export function sizedRelations(snapshot: Snapshot): SizedRelation[] {
  const stored = snapshot.relations.filter(({ kind }) => kind === 'table' || kind === 'matview')
  return [...stored, ...snapshot.indexes.filter(({ valid }) => valid)]
}
