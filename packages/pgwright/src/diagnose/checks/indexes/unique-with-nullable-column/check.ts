import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), name: z.string(), table: z.string(), columns: z.array(z.string()) })

export const check = sqlCheck({
  id: 'unique-with-nullable-column',
  title: 'Unique index that rows with nulls pass by',
  category: 'indexes',
  severity: 'info',
  reads: 'catalog',
  optional: true, // often that is what was meant
  row,
  sql: ({ major }) => `
    select n.nspname as schema, c.relname as name, t.relname as table,
      array_agg(a.attname::text order by u.nth) as columns
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class t on t.oid = i.indrelid
    cross join lateral unnest(i.indkey::int2[]) with ordinality u (key, nth)
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.key
    where i.indisunique and not i.indisexclusion and i.indisvalid and i.indnkeyatts > 1 and i.indpred is null
      ${major >= 15 ? 'and not i.indnullsnotdistinct' : ''}
      and u.nth <= i.indnkeyatts and not a.attnotnull and not c.relispartition and ${userRelation}
    group by 1, 2, 3
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, table, columns }) => {
      const own = readableQualified(schema, name)
      return {
        object: own,
        objectType: 'index',
        message: `The unique index ${own} lets rows of ${readableQualified(schema, table)} pass that are alike in all its columns, where ${columns.join(' or ')} is null.`,
        evidence: { table: readableQualified(schema, table), nullableColumns: columns },
        help: 'Make the columns NOT NULL, or declare NULLS NOT DISTINCT (PostgreSQL 15 and later), where such rows are the same.',
      }
    }),
})
