import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { unreadableStatistics } from '../../../facts/column-statistics.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  rows: z.number(),
  known: z.boolean(),
  readable: z.boolean(),
})

const someRows = 1000

export const check = sqlCheck({
  id: 'never-analyzed-expression-index',
  title: 'Index on an expression that was never analyzed',
  category: 'indexes',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  // Statistics of an expression belong to a column of the index. pg_stats shows them to who may read the index, which is
  // its owner: an index has no other privileges. A statistics target of 0 asks for none; before 17 the default is -1.
  sql: () => `
    with expressions as (
      select ${rootOf} as root, t.reltuples as rows,
        pg_catalog.has_column_privilege(c.oid, a.attnum, 'select') as readable, exists (
          select from pg_catalog.pg_stats s
          where s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname offset 0) as known
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indexrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_class t on t.oid = i.indrelid
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum <= i.indnkeyatts
        and (i.indkey::int2[])[a.attnum - 1] = 0 and coalesce(a.attstattarget, -1) <> 0
      where c.relkind = 'i' and i.indexprs is not null and i.indisvalid and t.reltuples >= ${someRows} and ${userRelation}
    )
    select n.nspname as schema, c.relname as name, t.relname as table, sum(e.rows)::float8 as rows,
      bool_and(e.known) as known, bool_and(e.readable) as readable
    from expressions e
    join pg_catalog.pg_class c on c.oid = e.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_index i on i.indexrelid = e.root
    join pg_catalog.pg_class t on t.oid = i.indrelid
    group by 1, 2, 3
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ known, readable }) => readable && !known)
      .map(({ schema, name, table, rows: count }) => {
        const [own, on] = [readableQualified(schema, name), readableQualified(schema, table)]
        return {
          object: own,
          objectType: 'index',
          message: `Nothing is known of the values of the expression in ${own}: ${on} (${formatCount(count)} rows, an estimate) was not analyzed since it was built, so that the planner takes any value to be in 0.5 % of the rows.`,
          evidence: { table: on, rows: count },
          help: `Analyze ${on}, and do so after each build of an index on an expression.`,
          fix: [`analyze ${on}`],
        }
      }),
  blind: (rows) => unreadableStatistics(rows.filter(({ readable }) => !readable).length, 'index on an expression'),
})
