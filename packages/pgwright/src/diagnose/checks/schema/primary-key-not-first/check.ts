import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string() })

export const check = sqlCheck({
  id: 'primary-key-not-first',
  title: 'Primary key that does not stand first',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  sql: () => `
    select n.nspname as schema, c.relname as table
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and ${userRelation}
      and exists (select from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.contype = 'p'
        and exists (select from unnest(k.conkey) u (attnum) join pg_catalog.pg_attribute a
          on a.attrelid = c.oid and a.attnum < u.attnum and a.attnum > 0 and not a.attisdropped
            and a.attnum <> all (k.conkey)))
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, table }) => {
      const on = readableQualified(schema, table)
      return {
        object: on,
        objectType: 'table',
        message: `Before the primary key of ${on} stand other columns: those who read its rows look for it.`,
        evidence: {},
        help: 'Write the key first when the table is next made anew.',
      }
    }),
})
