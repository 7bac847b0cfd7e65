import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { deadRowsAllowed } from '../../../facts/autovacuum-thresholds.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  parts: z.number(),
  live: z.number(),
  dead: z.number(),
  allowed: z.number(),
  last_vacuum: z.date().nullable(),
})

const manyRows = 10_000
const highShare = 0.2

export const check = sqlCheck({
  id: 'dead-rows',
  title: 'Dead rows that vacuum should have removed',
  category: 'vacuum',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  // Autovacuum looks once a minute, and has its turn at its threshold: what is twice as much has waited for long.
  sql: () => `
    with late as (
      select ${rootOf} as root, ${deadRowsAllowed} as allowed,
        pg_catalog.pg_stat_get_live_tuples(c.oid) as live, pg_catalog.pg_stat_get_dead_tuples(c.oid) as dead,
        greatest(pg_catalog.pg_stat_get_last_vacuum_time(c.oid),
          pg_catalog.pg_stat_get_last_autovacuum_time(c.oid)) as last_vacuum
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and pg_catalog.pg_stat_get_dead_tuples(c.oid) >= 1000 and ${userRelation}
    ), summed as (
      select root, count(*)::float8 as parts, sum(live)::float8 as live, sum(dead)::float8 as dead,
        sum(allowed)::float8 as allowed, min(last_vacuum) as last_vacuum
      from late where dead > 2 * allowed group by 1
    )
    select n.nspname as schema, c.relname as name, s.parts, s.live, s.dead, s.allowed, s.last_vacuum
    from summed s
    join pg_catalog.pg_class c on c.oid = s.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where s.dead >= ${manyRows} and s.dead >= ${highShare} * (s.live + s.dead)
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, parts, live, dead, allowed, last_vacuum }) => {
      const table = readableQualified(schema, name)
      const last = last_vacuum?.toISOString() ?? null
      return {
        object: table,
        objectType: 'table',
        message: `${formatCount(dead)} rows of ${table} are dead, ${formatShare(dead / (live + dead))} of all (an estimate), and autovacuum should have begun at ${formatCount(allowed)}: scans read them, and ${last === null ? 'no vacuum is known of' : `the last vacuum was at ${last}`}.`,
        evidence: { deadRows: dead, liveRows: live, autovacuumAtRows: allowed, tables: parts, lastVacuum: last },
        help: 'Vacuum it, and find out what keeps autovacuum: an old transaction, busy workers, a lock, or that it is off.',
        fix: [`vacuum (analyze) ${table}`],
      }
    }),
})
