import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  /** Null for the database's own collation. */
  schema: z.string().nullable(),
  name: z.string(),
  made: z.string(),
  now: z.string().nullable(),
  indexes: z.number(),
})

export const check = sqlCheck({
  id: 'collation-version-changed',
  title: 'Sorting that changed below the indexes',
  category: 'configuration',
  severity: 'error',
  reads: 'server',
  row,
  // The version of the database's own is kept since PostgreSQL 15. Collation 100 is the default one, the database's. Only
  // collations that indexes use are looked at, for there are hundreds.
  sql: ({ major }) => `
    with used as (
      select k.oid, count(distinct i.indexrelid) as indexes
      from pg_catalog.pg_index i cross join lateral pg_catalog.unnest(i.indcollation) k (oid)
      where k.oid <> 0 group by 1
    )
    select n.nspname::text as schema, c.collname::text as name, c.collversion as made,
      pg_catalog.pg_collation_actual_version(c.oid) as now, u.indexes::float8 as indexes
    from used u join pg_catalog.pg_collation c on c.oid = u.oid
    join pg_catalog.pg_namespace n on n.oid = c.collnamespace
    where c.oid <> 100 and c.collversion is not null
      and c.collversion is distinct from pg_catalog.pg_collation_actual_version(c.oid)
    ${
      major >= 15
        ? `union all
    select null, d.datname::text, d.datcollversion, pg_catalog.pg_database_collation_actual_version(d.oid),
      coalesce((select u.indexes from used u where u.oid = 100), 0)::float8
    from pg_catalog.pg_database d
    where d.datname = pg_catalog.current_database() and d.datcollversion is not null
      and d.datcollversion is distinct from pg_catalog.pg_database_collation_actual_version(d.oid)`
        : ''
    }
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, made, now, indexes }) => {
      const ofDatabase = schema === null
      const object = ofDatabase ? readableIdentifier(name) : readableQualified(schema, name)
      return {
        object,
        objectType: ofDatabase ? 'database' : 'collation',
        message: `The collation ${ofDatabase ? 'of the database ' : ''}${object} sorted by version ${made} when it was made, and the system sorts by ${now ?? 'an unknown version'} now: ${plural(indexes, 'index', 'indexes')} may be in the wrong order, so that rows are not found and duplicates get in.`,
        evidence: { madeWithVersion: made, versionNow: now, indexes },
        help: `Rebuild the indexes with text columns first, then run alter ${ofDatabase ? 'database' : 'collation'} ${object} refresh ${ofDatabase ? 'collation ' : ''}version.`,
      }
    }),
})
