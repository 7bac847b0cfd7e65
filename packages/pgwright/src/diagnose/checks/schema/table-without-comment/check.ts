import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string() })

export const check = sqlCheck({
  id: 'table-without-comment',
  title: 'Table that nobody has described',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'server', // a snapshot has no comments of tables
  row,
  sql: () => `
    select n.nspname as schema, c.relname as table
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and ${userRelation}
      and pg_catalog.obj_description(c.oid, 'pg_class') is null
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, table }) => {
      const on = readableQualified(schema, table)
      return {
        object: on,
        objectType: 'table',
        message: `${on} has no comment: what its rows are is known to those who wrote it.`,
        evidence: {},
        help: 'Say in one sentence what a row is: comment on table.',
      }
    }),
})
