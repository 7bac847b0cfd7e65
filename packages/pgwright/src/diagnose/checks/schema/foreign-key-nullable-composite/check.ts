import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  constraint: z.string(),
  referenced: z.string(),
  nullable: z.array(z.string()),
})

export const check = sqlCheck({
  id: 'foreign-key-nullable-composite',
  title: 'Foreign key of several columns that one null switches off',
  category: 'schema',
  severity: 'info',
  reads: 'catalog',
  row,
  // One column that may be null, beside the tenant's say, is how a reference is left out: two can be null by halves. A
  // check that names them all is taken to say that they are not.
  sql: () => `
    select n.nspname as schema, c.relname as table, k.conname as constraint,
      pg_catalog.format('%I.%I', rn.nspname, r.relname) as referenced, nullable.names as nullable
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class r on r.oid = k.confrelid
    join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
    cross join lateral (
      select array_agg(a.attname::text order by a.attnum) as names, array_agg(a.attnum) as numbers
      from pg_catalog.pg_attribute a
      where a.attrelid = k.conrelid and a.attnum = any (k.conkey) and not a.attnotnull) nullable
    where k.contype = 'f' and k.confmatchtype = 's' and k.conparentid = 0 and cardinality(nullable.names) > 1
      and not exists (select from pg_catalog.pg_constraint q
        where q.conrelid = k.conrelid and q.contype = 'c' and q.conkey @> nullable.numbers)
      and ${userRelation}
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, referenced, nullable }) => {
      const on = readableQualified(schema, table)
      const names = nullable.map(readableIdentifier).join(', ')
      return {
        object: `${on}.${readableIdentifier(constraint)}`,
        objectType: 'constraint',
        message: `The foreign key ${constraint} of ${on} tests nothing where one of ${names} is null: the others may then name a row of ${referenced} that is not there.`,
        evidence: { table: on, referenced, nullable },
        help: 'Make the columns not null, or the constraint MATCH FULL, which takes all of them null or none.',
      }
    }),
})
