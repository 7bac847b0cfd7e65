import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { deadRowsAllowed } from '../../../facts/autovacuum-thresholds.ts'
import { countedSince } from '../../../facts/counters.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  partitioned: z.boolean(),
  parts: z.number(),
  rows: z.number(),
  allowed: z.number(),
  changes: z.number(),
})

const largeRows = 10_000_000
const highShare = 0.1
const manyChanges = 100_000

export const check = sqlCheck({
  id: 'autovacuum-threshold-late',
  title: 'Large table that autovacuum waits long for',
  category: 'vacuum',
  severity: 'info',
  needs: { primary: true },
  reads: 'server',
  row,
  sql: () => `
    with large as (
      select ${rootOf} as root, c.reltuples as rows, ${deadRowsAllowed} as allowed,
        pg_catalog.pg_stat_get_tuples_updated(c.oid) + pg_catalog.pg_stat_get_tuples_deleted(c.oid) as changes
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and c.reltuples >= ${largeRows} and ${userRelation}
    ), summed as (
      select root, count(*)::float8 as parts, sum(rows)::float8 as rows, sum(allowed)::float8 as allowed,
        sum(changes)::float8 as changes
      from large where allowed >= ${highShare} * rows group by 1
    )
    select n.nspname as schema, c.relname as name, c.relkind = 'p' as partitioned, s.parts, s.rows, s.allowed, s.changes
    from summed s
    join pg_catalog.pg_class c on c.oid = s.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where s.changes >= ${manyChanges}
    order by 1, 2`,
  detect: (rows, server) =>
    rows.map(({ schema, name, partitioned, parts, rows: count, allowed, changes }) => {
      const table = readableQualified(schema, name)
      return {
        object: table,
        objectType: 'table',
        message: `Autovacuum comes to ${table} only at ${formatCount(allowed)} dead rows, ${formatShare(allowed / count)} of its ${formatCount(count)} (an estimate): until then scans read them, and then it has all of them to remove at once.`,
        evidence: {
          rows: count,
          autovacuumAtRows: allowed,
          tables: parts,
          updatesAndDeletes: changes,
          since: countedSince(server),
        },
        help: `Lower autovacuum_vacuum_scale_factor ${partitioned ? 'on its partitions' : 'on it'}, to 0.01 or 0.02.`,
        ...(partitioned ? {} : { fix: [`alter table ${table} set (autovacuum_vacuum_scale_factor = 0.01)`] }),
      }
    }),
})
