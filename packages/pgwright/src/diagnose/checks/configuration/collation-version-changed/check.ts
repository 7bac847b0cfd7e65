import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { inUserSchema, ofNoExtension } from '../../../../observe/index.ts'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  /** Null for the database's own. */
  schema: z.string().nullable(),
  name: z.string(),
  recorded: z.string(),
  actual: z.string(),
  /** Those that sort by it, qualified. */
  indexes: z.array(z.string()),
})

/** So many names say enough. */
const shown = 10

export const check = sqlCheck({
  id: 'collation-version-changed',
  title: 'Sorting that changed below the indexes',
  category: 'configuration',
  severity: 'error',
  needs: { primary: true },
  reads: 'server',
  row,
  // The version of the database's own collation is known from 15 on. Indexes of partitions are rebuilt with their parent's.
  sql: ({ major }) => `
    with sorted as (
      select distinct u.sorted_by, n.nspname, c.relname
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indexrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      cross join lateral unnest(i.indcollation::oid[]) u (sorted_by)
      where u.sorted_by <> 0 and not c.relispartition and ${inUserSchema} and ${ofNoExtension('pg_class', 'c.oid')}
    ), versions as (
      select l.oid, n.nspname as schema, l.collname as name, l.collversion as recorded,
        pg_catalog.pg_collation_actual_version(l.oid) as actual
      from pg_catalog.pg_collation l join pg_catalog.pg_namespace n on n.oid = l.collnamespace
      where l.collversion is not null and l.oid in (select sorted_by from sorted)
      ${
        major < 15
          ? ''
          : `union all
      select 'pg_catalog."default"'::pg_catalog.regcollation, null, d.datname, d.datcollversion,
        pg_catalog.pg_database_collation_actual_version(d.oid)
      from pg_catalog.pg_database d
      where d.datname = pg_catalog.current_database() and d.datcollversion is not null`
      }
    )
    select v.schema, v.name, v.recorded, v.actual,
      array_agg(pg_catalog.format('%I.%I', s.nspname, s.relname) order by s.nspname, s.relname) as indexes
    from versions v join sorted s on s.sorted_by = v.oid
    where v.actual is not null and v.actual <> v.recorded
    group by 1, 2, 3, 4
    order by 1 nulls first, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, recorded, actual, indexes }) => {
      const own = schema === null ? readableIdentifier(name) : readableQualified(schema, name)
      const what = schema === null ? `default collation of the database ${own}` : `collation ${own}`
      const refresh =
        schema === null ? `alter database ${own} refresh collation version` : `alter collation ${own} refresh version`
      return {
        object: own,
        objectType: schema === null ? 'database' : 'collation',
        message: `${plural(indexes.length, 'index was', 'indexes were')} built when the ${what} had the version ${recorded}, and the system now sorts by ${actual}: a search may miss rows, and a unique index may take a value twice.`,
        evidence: {
          recordedVersion: recorded,
          actualVersion: actual,
          indexes: indexes.length,
          some: indexes.slice(0, shown),
        },
        help: 'Rebuild these indexes, then refresh the recorded version.',
        fix: [...indexes.map((index) => `reindex index concurrently ${index}`), refresh],
      }
    }),
})
