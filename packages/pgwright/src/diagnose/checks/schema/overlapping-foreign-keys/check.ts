import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  constraint: z.string(),
  wider: z.string(),
  referenced: z.string(),
})

export const check = sqlCheck({
  id: 'overlapping-foreign-keys',
  title: 'Foreign key that a wider one contains',
  category: 'schema',
  severity: 'info',
  reads: 'catalog',
  row,
  // Pairs of columns, not columns: (org, a) and (org, b) that refer to the same table share one and are two things.
  sql: () => `
    with keys as (
      select k.oid, k.conname, k.conrelid, k.confrelid, cardinality(k.conkey) as width,
        array(select u.own || '>' || u.other from unnest(k.conkey, k.confkey) u (own, other)) as pairs
      from pg_catalog.pg_constraint k where k.contype = 'f' and k.conparentid = 0
    )
    select distinct on (1, 2, 3) n.nspname as schema, c.relname as table, k.conname as constraint, w.conname as wider,
      pg_catalog.format('%I.%I', rn.nspname, r.relname) as referenced
    from keys k
    join keys w on w.conrelid = k.conrelid and w.confrelid = k.confrelid and w.width > k.width and w.pairs @> k.pairs
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class r on r.oid = k.confrelid
    join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
    where ${userRelation}
    order by 1, 2, 3, 4`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, wider, referenced }) => {
      const on = readableQualified(schema, table)
      return {
        object: `${on}.${readableIdentifier(constraint)}`,
        objectType: 'constraint',
        message: `The foreign key ${constraint} of ${on} is part of ${wider}, which refers to the same rows of ${referenced} by more columns: each write tests both.`,
        evidence: { table: on, referenced, containedIn: wider },
        help: `Drop ${constraint} if the columns of ${wider} can not be null.`,
      }
    }),
})
