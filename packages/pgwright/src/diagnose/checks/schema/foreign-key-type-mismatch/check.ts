import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  constraint: z.string(),
  referenced: z.string(),
  column: z.string(),
  type: z.string(),
  other_column: z.string(),
  other_type: z.string(),
})

export const check = sqlCheck({
  id: 'foreign-key-type-mismatch',
  title: 'Foreign key between columns of different types',
  category: 'schema',
  severity: 'warning',
  reads: 'catalog',
  row,
  // Domains are compared by what they stand for; text and varchar are one type with and without a limit.
  sql: () => `
    select distinct on (1, 2, 3) n.nspname as schema, c.relname as table, k.conname as constraint,
      pg_catalog.format('%I.%I', rn.nspname, r.relname) as referenced,
      a.attname as column, pg_catalog.format_type(a.atttypid, null) as type,
      b.attname as other_column, pg_catalog.format_type(b.atttypid, null) as other_type
    from pg_catalog.pg_constraint k
    cross join unnest(k.conkey, k.confkey) u (own, other)
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.own
    join pg_catalog.pg_attribute b on b.attrelid = k.confrelid and b.attnum = u.other
    join pg_catalog.pg_type at on at.oid = a.atttypid
    join pg_catalog.pg_type bt on bt.oid = b.atttypid
    cross join lateral (select coalesce(nullif(at.typbasetype, 0), at.oid) as own,
      coalesce(nullif(bt.typbasetype, 0), bt.oid) as other) base
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class r on r.oid = k.confrelid
    join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
    where k.contype = 'f' and k.conparentid = 0 and base.own <> base.other
      and not (base.own in (25, 1043) and base.other in (25, 1043)) and ${userRelation}
    order by 1, 2, 3, a.attnum`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, referenced, column, type, other_column, other_type }) => {
      const on = readableQualified(schema, table)
      return {
        object: `${on}.${readableIdentifier(constraint)}`,
        objectType: 'constraint',
        message: `The foreign key ${constraint} joins ${on}.${readableIdentifier(column)}, of type ${type}, with ${referenced}.${readableIdentifier(other_column)}, of type ${other_type}: values of one may not fit into the other, and comparisons convert.`,
        evidence: { table: on, referenced, type, referencedType: other_type },
        help: `Give ${readableIdentifier(column)} the type ${other_type}.`,
      }
    }),
})
