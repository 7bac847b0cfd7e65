import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { unreadableStatistics } from '../../../facts/column-statistics.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table_schema: z.string(),
  table: z.string(),
  known: z.boolean(),
  readable: z.boolean(),
})

const someRows = 1000

export const check = sqlCheck({
  id: 'never-analyzed-extended-statistics',
  title: 'Extended statistics that hold nothing',
  category: 'vacuum',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  // Of each kind that an object has, ANALYZE leaves something: null in all is never analyzed. A target of 0 asks for none.
  // The views show it to who may read all of its columns.
  sql: () => `
    select sn.nspname as schema, e.stxname as name, n.nspname as table_schema, c.relname as table,
      exists (select from pg_catalog.pg_stats_ext s
        where s.statistics_schemaname = sn.nspname and s.statistics_name = e.stxname
          and (s.n_distinct is not null or s.dependencies is not null or s.most_common_vals is not null))
        or exists (select from pg_catalog.pg_stats_ext_exprs x
          where x.statistics_schemaname = sn.nspname and x.statistics_name = e.stxname and x.null_frac is not null) as known,
      not (c.relrowsecurity and pg_catalog.row_security_active(c.oid))
        and pg_catalog.has_table_privilege(c.oid, 'select') as readable
    from pg_catalog.pg_statistic_ext e
    join pg_catalog.pg_namespace sn on sn.oid = e.stxnamespace
    join pg_catalog.pg_class c on c.oid = e.stxrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.reltuples >= ${someRows} and coalesce(e.stxstattarget, -1) <> 0 and ${userRelation}
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ known, readable }) => readable && !known)
      .map(({ schema, name, table_schema, table }) => {
        const [own, on] = [readableQualified(schema, name), readableQualified(table_schema, table)]
        return {
          object: own,
          objectType: 'statistics',
          message: `The extended statistics ${own} hold nothing: ${on} was not analyzed since they were made, so that the planner goes on taking its columns for independent.`,
          evidence: { table: on },
          help: `Analyze ${on}.`,
          fix: [`analyze ${on}`],
        }
      }),
  blind: (rows) => unreadableStatistics(rows.filter(({ readable }) => !readable).length, 'extended statistics object'),
})
