import { z } from 'zod'
import { formatCount, plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  partitioned: z.boolean(),
  rows: z.number(),
  /** Tables that have it off, qualified. */
  tables: z.array(z.string()),
})

export const check = sqlCheck({
  id: 'autovacuum-off-for-table',
  title: 'Table that autovacuum passes over',
  category: 'vacuum',
  severity: 'warning',
  reads: 'catalog',
  row,
  // A partitioned table has no such option: each partition has its own.
  sql: () => `
    with off as (
      select ${rootOf} as root, pg_catalog.format('%I.%I', n.nspname, c.relname) as name, greatest(c.reltuples, 0) as rows
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and c.reloptions is not null and ${userRelation} and exists (
        select from pg_catalog.pg_options_to_table(c.reloptions) o
        where o.option_name = 'autovacuum_enabled' and lower(o.option_value) in ('off', 'false', 'no', '0', 'f', 'n'))
    )
    select n.nspname as schema, c.relname as name, c.relkind = 'p' as partitioned, sum(o.rows)::float8 as rows,
      array_agg(o.name order by o.name) as tables
    from off o
    join pg_catalog.pg_class c on c.oid = o.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    group by 1, 2, 3
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, partitioned, rows: count, tables }) => {
      const table = readableQualified(schema, name)
      const what = partitioned ? `${plural(tables.length, 'partition')} of ${table}` : `the table ${table}`
      return {
        object: table,
        objectType: 'table',
        message: `Autovacuum is off for ${what} with about ${formatCount(count)} rows: dead rows stay and statistics grow old, unless somebody vacuums and analyzes by hand.`,
        evidence: { rows: count, tables: tables.length },
        help: 'Take the option back; where autovacuum comes at the wrong time, change its thresholds instead.',
        fix: tables.map((one) => `alter table ${one} reset (autovacuum_enabled)`),
      }
    }),
})
