import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  partitioned: z.boolean(),
  /** Tables that have it off, qualified. */
  tables: z.array(z.string()),
  indexes: z.number(),
})

export const check = sqlCheck({
  id: 'index-cleanup-off',
  title: 'Table whose indexes vacuum never cleans up',
  category: 'vacuum',
  severity: 'warning',
  reads: 'catalog',
  row,
  sql: () => `
    with off as (
      select ${rootOf} as root, pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
        (select count(*) from pg_catalog.pg_index i where i.indrelid = c.oid) as indexes
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and c.reloptions is not null and c.relhasindex and ${userRelation} and exists (
        select from pg_catalog.pg_options_to_table(c.reloptions) o
        where o.option_name = 'vacuum_index_cleanup' and lower(o.option_value) in ('off', 'false', 'no', '0'))
    )
    select n.nspname as schema, c.relname as name, c.relkind = 'p' as partitioned, sum(o.indexes)::float8 as indexes,
      array_agg(o.name order by o.name) as tables
    from off o
    join pg_catalog.pg_class c on c.oid = o.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    group by 1, 2, 3
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, partitioned, tables, indexes }) => {
      const table = readableQualified(schema, name)
      const what = partitioned ? `${plural(tables.length, 'partition')} of ${table}` : `the table ${table}`
      return {
        object: table,
        objectType: 'table',
        message: `Vacuum leaves the ${plural(indexes, 'index', 'indexes')} of ${what} as they are: entries of dead rows stay there for ever, and so does the place of each dead row in its page.`,
        evidence: { tables: tables.length, indexes },
        help: 'Take the option back; in an emergency say INDEX_CLEANUP OFF to the one VACUUM that must be quick.',
        fix: tables.map((one) => `alter table ${one} reset (vacuum_index_cleanup)`),
      }
    }),
})
