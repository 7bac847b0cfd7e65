import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), columns: z.number() })

export const check = sqlCheck({
  id: 'one-column-table',
  title: 'Table of one column, or of none',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  sql: () => `
    select n.nspname as schema, c.relname as table, s.count::float8 as columns
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    cross join lateral (select count(*) from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) s
    where c.relkind in ('r', 'p') and not c.relispartition and ${userRelation}
      and s.count < 2
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, table, columns }) => {
      const on = readableQualified(schema, table)
      return {
        object: on,
        objectType: 'table',
        message: `${on} has ${columns} columns: a row of it says nothing, or only that something is there.`,
        evidence: { columns },
        help: 'See whether the table is still needed, or whether columns are missing.',
      }
    }),
})
