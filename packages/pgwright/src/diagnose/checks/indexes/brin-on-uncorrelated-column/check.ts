import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { joinStatistics, statisticsReadable, unreadableStatistics } from '../../../facts/column-statistics.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  column: z.string(),
  table_bytes: z.number(),
  /** Between -1 and 1; null where unknown. Of partitions the one that is least in order. */
  correlation: z.number().nullable(),
  readable: z.boolean(),
})

const lowCorrelation = 0.5
/** Ten ranges of 128 pages. */
const manyPages = 1280

export const check = sqlCheck({
  id: 'brin-on-uncorrelated-column',
  title: 'BRIN index on values that lie in no order',
  category: 'indexes',
  severity: 'warning',
  reads: 'server',
  row,
  // minmax keeps the least and the greatest value of each range of pages. Bloom and minmax-multi classes do without order.
  sql: () => `
    with brin as (
      select ${rootOf} as root, t.relpages * 8192.0 as bytes, a.attname::text as attname,
        s.correlation::float8 as correlation, ${statisticsReadable} as readable
      from pg_catalog.pg_index i
      join pg_catalog.pg_class c on c.oid = i.indexrelid
      join pg_catalog.pg_am m on m.oid = c.relam
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_class t on t.oid = i.indrelid
      join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
      cross join lateral unnest(i.indkey::int2[]) with ordinality u (key, nth)
      join pg_catalog.pg_opclass o on o.oid = (i.indclass::oid[])[u.nth - 1]
      join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = u.key
      ${joinStatistics}
      where m.amname = 'brin' and c.relkind = 'i' and o.opcname like '%minmax\\_ops' and t.relpages >= ${manyPages}
        and ${userRelation}
    )
    select n.nspname as schema, c.relname as name, t.relname as table, b.attname as column,
      sum(b.bytes)::float8 as table_bytes, bool_and(b.readable) as readable,
      (array_agg(b.correlation order by abs(b.correlation)))[1] as correlation
    from brin b
    join pg_catalog.pg_class c on c.oid = b.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_index i on i.indexrelid = b.root
    join pg_catalog.pg_class t on t.oid = i.indrelid
    group by 1, 2, 3, 4
    order by 1, 2, 4`,
  detect: (rows) =>
    rows.flatMap(({ schema, name, table, column, table_bytes, correlation }) => {
      if (correlation === null || Math.abs(correlation) >= lowCorrelation) return []
      const own = readableQualified(schema, name)
      return {
        object: own,
        objectType: 'index',
        message: `The BRIN index ${own} is on ${column}, whose order has little to do with where rows lie (correlation ${correlation.toFixed(2)}): nearly every range of pages holds nearly every value, so that a search reads most of the ${formatBytes(table_bytes)} of ${readableQualified(schema, table)}.`,
        evidence: { table: readableQualified(schema, table), column, correlation, tableBytes: table_bytes },
        help: 'Use a B-tree, or a BRIN index of the class minmax_multi or bloom, or bring the rows into that order with CLUSTER.',
      }
    }),
  blind: (rows) => unreadableStatistics(rows.filter(({ readable }) => !readable).length, 'column'),
})
