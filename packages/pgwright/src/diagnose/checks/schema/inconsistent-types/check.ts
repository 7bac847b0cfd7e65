import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'
import { columnObject } from '../../../facts/columns.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  column: z.string(),
  type: z.string(),
  other_table: z.string(),
  other_type: z.string(),
})

export const check = sqlCheck({
  id: 'inconsistent-types',
  title: 'Column of another type than the reference of the same name',
  category: 'schema',
  severity: 'info',
  reads: 'catalog',
  row,
  // Columns named alike mostly are alike by accident: value, status, code. One that is a foreign key elsewhere is not.
  sql: () => `
    with columns as (
      select c.oid, c.relnamespace, n.nspname, c.relname, a.attname, a.attnum,
        case base.oid when 1043 then 25 else base.oid end as type, pg_catalog.format_type(a.atttypid, null) as shown,
        exists (select from pg_catalog.pg_constraint f
          where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any (f.conkey)) as reference
      from pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_type y on y.oid = a.atttypid
      cross join lateral (select coalesce(nullif(y.typbasetype, 0), y.oid) as oid) base
      where a.attnum > 0 and not a.attisdropped and a.attname ~ '._id$|.Id$' and ${userRelation}
    )
    select distinct on (1, 2, 3) x.nspname as schema, x.relname as table, x.attname as column, x.shown as type,
      pg_catalog.format('%I.%I', r.nspname, r.relname) as other_table, r.shown as other_type
    from columns x
    join columns r on r.relnamespace = x.relnamespace and r.attname = x.attname and r.reference and r.type <> x.type
    where not x.reference and not exists (select from columns same
      where same.relnamespace = x.relnamespace and same.attname = x.attname and same.reference and same.type = x.type)
    order by 1, 2, 3, 5`,
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} is ${row.type}; in ${row.other_table} the column of that name is ${row.other_type} and a foreign key: a join between them converts, and may pass an index by.`,
      evidence: { type: row.type, otherTable: row.other_table, otherType: row.other_type },
      help: `Give it the type ${row.other_type}, or another name if it is another thing.`,
    })),
})
