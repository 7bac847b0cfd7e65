import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { columnObject } from '../../../facts/columns.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  column: z.string(),
  other_schema: z.string(),
  other_table: z.string(),
})

export const check = sqlCheck({
  id: 'foreign-key-missing',
  title: 'Column that is named like a reference, and is none',
  category: 'schema',
  severity: 'info',
  optional: true, // a name is no proof
  reads: 'catalog',
  row,
  // user_id or userId beside a table user or users of the same schema, whose primary key is one column of that type.
  sql: () => `
    with keys as materialized (
      select c.relnamespace, c.relname, lower(c.relname) as name, a.atttypid
      from pg_catalog.pg_constraint k
      join pg_catalog.pg_class c on c.oid = k.conrelid and not c.relispartition
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
      where k.contype = 'p' and cardinality(k.conkey) = 1
    ), constrained as materialized (
      select k.conrelid, u.attnum from pg_catalog.pg_constraint k cross join unnest(k.conkey) u (attnum)
      where k.contype = 'f' or k.contype = 'p' and cardinality(k.conkey) = 1
    ), named as materialized (
      select c.oid, c.relnamespace, n.nspname, c.relname, a.attname, a.attnum, a.atttypid,
        lower(regexp_replace(a.attname, '_id$|Id$', '')) as one
      from pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where a.attnum > 0 and not a.attisdropped and a.attname ~ '._id$|.Id$' and ${userRelation}
    ), plural as materialized (
      select x.*, p.name from named x
      cross join lateral unnest(array[x.one, x.one || 's', x.one || 'es', regexp_replace(x.one, 'y$', 'ies')]) p (name)
      where not exists (select from constrained k where k.conrelid = x.oid and k.attnum = x.attnum)
    )
    select distinct on (1, 2, 3) x.nspname as schema, x.relname as table, x.attname as column,
      x.nspname as other_schema, k.relname as other_table
    from plural x
    join keys k on k.relnamespace = x.relnamespace and k.name = x.name and k.atttypid = x.atttypid
    order by 1, 2, 3, 5`,
  detect: (rows) =>
    rows.map((row) => {
      const other = readableQualified(row.other_schema, row.other_table)
      return {
        object: columnObject(row),
        objectType: 'column',
        message: `The column ${columnObject(row)} is named like a reference to ${other}, has the type of its key, and no foreign key: it may name rows that are not there.`,
        evidence: { referenced: other },
        help: 'Add the foreign key as not valid, then validate it.',
      }
    }),
})
