import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { neededIndex } from '../../../facts/index-facts.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), name: z.string(), table: z.string(), column: z.string() })

export const check = sqlCheck({
  id: 'timestamp-mid-key',
  title: 'Index with a time before other keys',
  category: 'indexes',
  severity: 'info',
  reads: 'catalog',
  optional: true, // only the queries can tell whether the order is right
  row,
  // Behind a time that is asked for as a range, later keys narrow nothing. A last key that is the primary key's breaks
  // ties of an order, as paging needs it.
  sql: () => `
    select n.nspname as schema, c.relname as name, t.relname as table,
      (array_agg(a.attname order by u.nth))[1] as column
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid
    join pg_catalog.pg_am m on m.oid = c.relam
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class t on t.oid = i.indrelid
    cross join lateral unnest(i.indkey::int2[]) with ordinality u (key, nth)
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.key
    where m.amname = 'btree' and i.indisvalid and not c.relispartition and not i.indisunique and ${userRelation}
      and not ${neededIndex} and u.nth < i.indnkeyatts
      and a.atttypid in ('pg_catalog.timestamp'::pg_catalog.regtype, 'pg_catalog.timestamptz'::pg_catalog.regtype)
      and exists (
        select from unnest(i.indkey::int2[]) with ordinality l (key, nth)
        where l.nth > u.nth and l.nth <= i.indnkeyatts and not exists (
          select from pg_catalog.pg_index p where p.indrelid = i.indrelid and p.indisprimary
            and l.key = any (p.indkey::int2[])))
    group by 1, 2, 3
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, table, column }) => {
      const own = readableQualified(schema, name)
      return {
        object: own,
        objectType: 'index',
        message: `The index ${own} has the time ${column} before other keys: a query for a range of times reads all of the range, whatever it asks of the keys behind.`,
        evidence: { table: readableQualified(schema, table), column },
        help: `Put ${column} behind the columns that queries ask to be equal.`,
      }
    }),
})
