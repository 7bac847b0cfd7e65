import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { columnObject } from '../../../columns.ts'
import { userRelation } from '../../../scope.ts'

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
    with keys as (
      select c.oid, c.relnamespace, n.nspname, c.relname, a.atttypid
      from pg_catalog.pg_constraint k
      join pg_catalog.pg_class c on c.oid = k.conrelid and not c.relispartition
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
      where k.contype = 'p' and cardinality(k.conkey) = 1
    ), named as (
      select c.oid, c.relnamespace, n.nspname, c.relname, a.attname, a.attnum, a.atttypid, plural.name
      from pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      cross join lateral (select lower(regexp_replace(a.attname, '_id$|Id$', '')) as one) s
      cross join lateral unnest(array[s.one, s.one || 's', s.one || 'es', regexp_replace(s.one, 'y$', 'ies')]) plural (name)
      where a.attnum > 0 and not a.attisdropped and a.attname ~ '._id$|.Id$' and ${userRelation}
    )
    select distinct on (1, 2, 3) x.nspname as schema, x.relname as table, x.attname as column,
      k.nspname as other_schema, k.relname as other_table
    from named x
    join keys k on k.relnamespace = x.relnamespace and lower(k.relname) = x.name and k.atttypid = x.atttypid
    where not exists (select from pg_catalog.pg_constraint f
        where f.conrelid = x.oid and f.contype = 'f' and x.attnum = any (f.conkey))
      and not exists (select from pg_catalog.pg_constraint p
        where p.conrelid = x.oid and p.contype = 'p' and p.conkey = array[x.attnum])
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
