import { z } from 'zod'
import { readableIdentifier, readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), column: z.string().nullable() })

export const check = sqlCheck({
  id: 'name-needs-quotes',
  title: 'Name that has to be quoted',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  // Words that SQL has for itself are another matter.
  sql: () => `
    select n.nspname as schema, c.relname as table, null::name as column
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and ${userRelation} and c.relname !~ '^[a-z_][a-z0-9_$]*$'
    union all
    select n.nspname, c.relname, a.attname
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where a.attnum > 0 and not a.attisdropped and a.attinhcount = 0 and ${userRelation} and a.attname !~ '^[a-z_][a-z0-9_$]*$'
    order by 1, 2, 3 nulls first`,
  detect: (rows) =>
    rows.map(({ schema, table, column }) => {
      const on = readableQualified(schema, table)
      const object = column === null ? on : `${on}.${readableIdentifier(column)}`
      return {
        object,
        objectType: column === null ? 'table' : 'column',
        message: `${object} has a name that is not in small letters: every statement has to quote it, exactly as it is.`,
        evidence: {},
        help: 'Rename it in small letters with underscores, or see that all who write statements know.',
      }
    }),
})
