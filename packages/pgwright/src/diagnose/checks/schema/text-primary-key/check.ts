import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string() })

export const check = sqlCheck({
  id: 'text-primary-key',
  title: 'Primary key that is a text',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  // Keys with a meaning of their own are mostly texts: a code, a name, an address for mail.
  sql: () => `
    select n.nspname as schema, c.relname as table
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and ${userRelation}
      and exists (select from pg_catalog.pg_constraint k
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
        where k.conrelid = c.oid and k.contype = 'p' and a.atttypid in (25, 1042, 1043))
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, table }) => {
      const on = readableQualified(schema, table)
      return {
        object: on,
        objectType: 'table',
        message: `The primary key of ${on} has a text in it: it takes more room in each table that refers to it, is slower to compare, and mostly names something that can change.`,
        evidence: {},
        help: 'Give the table an identity as its primary key, and keep the text unique.',
      }
    }),
})
