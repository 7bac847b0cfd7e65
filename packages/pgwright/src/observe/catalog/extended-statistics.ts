import type { Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { readExtendedData } from './extended-data.ts'
import type { Reading } from './reading.ts'
import { readParts } from './relation-parts.ts'
import type { CatalogRelation } from './relations.ts'

type ExtendedStatistics = Snapshot['extendedStatistics'][number]

/** Definitions of extended statistics, and what `ANALYZE` found for them as far as the role may see it. */
export async function readExtendedStatistics(
  reading: Reading,
  relations: readonly CatalogRelation[],
): Promise<ExtendedStatistics[]> {
  const rows = await readParts<Omit<ExtendedStatistics, 'data'> & { oid: number; filled: boolean }>(
    reading,
    relations,
    'extended statistics',
    `select s.oid::int8::int as oid, t.reltuples > 0 as filled, n.nspname as schema, s.stxname as name, t.relname as table, definition.text as definition
     from pg_statistic_ext s
     join pg_namespace n on n.oid = s.stxnamespace
     join pg_class t on t.oid = s.stxrelid
     cross join lateral (select pg_get_statisticsobjdef(s.oid) as text) as definition
     where s.stxrelid = any($1) and definition.text is not null
     order by array_position($1, s.stxrelid), n.nspname, s.stxname`,
  )
  const data = await readExtendedData(
    reading,
    rows.map(({ oid }) => oid),
  )
  for (const { oid, schema, name, filled } of rows) {
    if (data.has(oid) || !filled) continue
    reading.missed({
      object: `statistics ${quoteQualified(schema, name)}`,
      reason: 'They were never filled by ANALYZE, or the role may not read them: the owner of the table may.',
      effect: 'Row estimates over the columns that they join can differ on a twin.',
    })
  }
  return rows.map(({ oid, filled: _, ...row }) => ({ ...row, data: data.get(oid) ?? [] }))
}
