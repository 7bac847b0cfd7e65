import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), constraint: z.string(), referenced: z.string() })

export const check = sqlCheck({
  id: 'cross-schema-foreign-key',
  title: 'Foreign key into another schema',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  sql: () => `
    select n.nspname as schema, c.relname as table, k.conname as constraint,
      pg_catalog.format('%I.%I', rn.nspname, r.relname) as referenced
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class r on r.oid = k.confrelid
    join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
    where k.contype = 'f' and k.conparentid = 0 and c.relnamespace <> r.relnamespace and ${userRelation}
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.map(({ schema, table, constraint, referenced }) => {
      const on = readableQualified(schema, table)
      return {
        object: `${on}.${readableIdentifier(constraint)}`,
        objectType: 'constraint',
        message: `The foreign key ${constraint} of ${on} refers to ${referenced}, in another schema: neither can be dumped, moved or dropped without the other.`,
        evidence: { table: on, referenced },
        help: 'Keep tables that belong together in one schema.',
      }
    }),
})
