import type { Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import type { Reading } from './reading.ts'
import { readParts } from './relation-parts.ts'
import type { CatalogRelation } from './relations.ts'

type ExtendedStatistics = Snapshot['extendedStatistics'][number]

/** Definitions of extended statistics; what `ANALYZE` found for them is not carried, which is told as a gap. */
export async function readExtendedStatistics(
  reading: Reading,
  relations: readonly CatalogRelation[],
): Promise<ExtendedStatistics[]> {
  const rows = await readParts<ExtendedStatistics>(
    reading,
    relations,
    'extended statistics',
    `select n.nspname as schema, s.stxname as name, t.relname as table, definition.text as definition
     from pg_statistic_ext s
     join pg_namespace n on n.oid = s.stxnamespace
     join pg_class t on t.oid = s.stxrelid
     cross join lateral (select pg_get_statisticsobjdef(s.oid) as text) as definition
     where s.stxrelid = any($1) and definition.text is not null
     order by array_position($1, s.stxrelid), n.nspname, s.stxname`,
  )
  for (const { schema, name } of rows) {
    reading.missed({
      object: `statistics ${quoteQualified(schema, name)}`,
      reason: 'A snapshot carries the definition of extended statistics, not their values.',
      effect: 'Row estimates over the columns that they join can differ on a twin.',
    })
  }
  return rows
}
