import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string() })

export const check = sqlCheck({
  id: 'isolated-table',
  title: 'Table that no other one is linked with',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  sql: () => `
    select n.nspname as schema, c.relname as table
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and ${userRelation}
      and not exists (select from pg_catalog.pg_constraint k where k.contype = 'f' and c.oid in (k.conrelid, k.confrelid))
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, table }) => {
      const on = readableQualified(schema, table)
      return {
        object: on,
        objectType: 'table',
        message: `${on} has no foreign key, and none refers to it: nothing keeps what it says in step with the rest.`,
        evidence: {},
        help: 'Add the foreign keys that are meant.',
      }
    }),
})
