import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { insertsAllowed } from '../../../facts/autovacuum-thresholds.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  inserted: z.number(),
  pages: z.number(),
  visible: z.number(),
  last_vacuum: z.date().nullable(),
})

const manyRows = 1_000_000
const highShare = 0.5

export const check = sqlCheck({
  id: 'insert-only-unvacuumed',
  title: 'Inserted rows that no vacuum has seen',
  category: 'vacuum',
  severity: 'info',
  needs: { primary: true },
  reads: 'server',
  row,
  sql: () => `
    with late as (
      select ${rootOf} as root, c.relpages, c.relallvisible, ${insertsAllowed} as allowed,
        pg_catalog.pg_stat_get_ins_since_vacuum(c.oid) as inserted,
        greatest(pg_catalog.pg_stat_get_last_vacuum_time(c.oid),
          pg_catalog.pg_stat_get_last_autovacuum_time(c.oid)) as last_vacuum
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and pg_catalog.pg_stat_get_ins_since_vacuum(c.oid) >= 1000 and ${userRelation}
    ), summed as (
      select root, sum(relpages)::float8 as pages, sum(relallvisible)::float8 as visible, sum(inserted)::float8 as inserted,
        min(last_vacuum) as last_vacuum
      from late where allowed is null or inserted > 2 * allowed
      group by 1
    )
    select n.nspname as schema, c.relname as name, s.inserted, s.pages, s.visible, s.last_vacuum
    from summed s
    join pg_catalog.pg_class c on c.oid = s.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where s.inserted >= ${manyRows} and s.visible < ${highShare} * s.pages
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, inserted, pages, visible, last_vacuum }) => {
      const table = readableQualified(schema, name)
      const last = last_vacuum?.toISOString() ?? null
      return {
        object: table,
        objectType: 'table',
        message: `${formatCount(inserted)} rows of ${table} were inserted since it was vacuumed${last === null ? ', as far as is known never' : ` at ${last}`}: ${formatShare(visible / pages)} of its pages are known to be visible to all, so that index-only scans read the others, and some day one vacuum has to freeze them all.`,
        evidence: { insertedRows: inserted, pages, allVisiblePages: visible, lastVacuum: last },
        help: 'Vacuum it, and look why autovacuum has not.',
        fix: [`vacuum ${table}`],
      }
    }),
})
