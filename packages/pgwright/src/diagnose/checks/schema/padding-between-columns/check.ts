import { z } from 'zod'
import { formatBytes, formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), lost: z.number(), rows: z.number() })

export const check = sqlCheck({
  id: 'padding-between-columns',
  title: 'Room that is lost between columns',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  // Only what stands before the first column of a length that varies can be told: there positions are known.
  sql: () => `
    select n.nspname as schema, c.relname as table, s.lost::float8 as lost, c.reltuples::float8 as rows
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    cross join lateral (
      with recursive fixed as (
        select a.attlen, row_number() over (order by a.attnum) as nth, bool_or(a.attlen < 0) over (order by a.attnum) as past,
          case a.attalign when 'd' then 8 when 'i' then 4 when 's' then 2 else 1 end as align
        from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0
      ), placed as (
        select 0::bigint as nth, 0 as at, 0 as lost
        union all
        select f.nth, p.at + pad.bytes + f.attlen, p.lost + pad.bytes
        from placed p join fixed f on f.nth = p.nth + 1 and not f.past
        cross join lateral (select (f.align - p.at % f.align) % f.align as bytes) pad
      )
      select max(lost) as lost from placed) s
    where c.relkind in ('r') and not c.relispartition and ${userRelation}
      and c.reltuples > 1000000 and s.lost >= 8
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, table, lost, rows }) => {
      const on = readableQualified(schema, table)
      return {
        object: on,
        objectType: 'table',
        message: `Each row of ${on} loses about ${lost} bytes to alignment, of about ${formatCount(rows)} rows (an estimate): ${formatBytes(lost * rows)}.`,
        evidence: { lostBytesPerRow: lost, rows },
        help: 'When the table is next made anew, put columns of eight bytes first, then those of four, of two and of one, and texts last.',
      }
    }),
})
