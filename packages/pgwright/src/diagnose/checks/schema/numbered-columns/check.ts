import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), columns: z.array(z.string()) })

export const check = sqlCheck({
  id: 'numbered-columns',
  title: 'Columns that are numbered',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  sql: () => `
    select n.nspname as schema, c.relname as table, s.names as columns
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    cross join lateral (select array_agg(g.name order by g.first) filter (where g.many > 2) as names from (
      select min(a.attname::text) as name, min(a.attnum) as first, count(*) as many from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname ~ '[^0-9][0-9]{1,2}$'
      group by regexp_replace(a.attname, '[0-9]+$', ''), a.atttypid) g) s
    where c.relkind in ('r', 'p') and not c.relispartition and ${userRelation}
      and s.names is not null
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, table, columns }) => {
      const on = readableQualified(schema, table)
      return {
        object: on,
        objectType: 'table',
        message: `${on} has numbered columns, such as ${columns.join(', ')}: a list that is written in columns, whose next value needs a new one, and which no query can search as one.`,
        evidence: { columns },
        help: 'Keep the values in rows of a table of their own, or in an array.',
      }
    }),
})
