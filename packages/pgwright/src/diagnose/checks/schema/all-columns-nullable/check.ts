import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string() })

export const check = sqlCheck({
  id: 'all-columns-nullable',
  title: 'Table whose columns may all be null but for its key',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row,
  sql: () => `
    select n.nspname as schema, c.relname as table
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and ${userRelation}
      and (select count(*) filter (where not a.attnotnull) > 1 and count(*) filter (where a.attnotnull and not coalesce(a.attnum = any (k.conkey), false)) = 0
        from pg_catalog.pg_attribute a left join pg_catalog.pg_constraint k on k.conrelid = a.attrelid and k.contype = 'p'
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, table }) => {
      const on = readableQualified(schema, table)
      return {
        object: on,
        objectType: 'table',
        message: `Every column of ${on} may be null but for its key: a row may say nothing, and each query has to reckon with that.`,
        evidence: {},
        help: 'Set the columns not null that always have a value.',
      }
    }),
})
