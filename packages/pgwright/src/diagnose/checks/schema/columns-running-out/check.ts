import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), table: z.string(), used: z.number(), dropped: z.number() })

/** A table can have so many columns in its life. */
const mostColumns = 1600

/** From here on it is time to think of it. */
const notable = 1200

export const check = sqlCheck({
  id: 'columns-running-out',
  title: 'Table that can soon take no more columns',
  category: 'schema',
  severity: 'warning',
  reads: 'server', // the twin has no dropped columns
  row,
  // A dropped column keeps its number.
  sql: () => `
    select n.nspname as schema, c.relname as table, c.relnatts::float8 as used,
      (select count(*) from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.attisdropped)::float8
        as dropped
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and c.relnatts >= ${notable} and not c.relispartition and ${userRelation}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, table, used, dropped }) => {
      const on = readableQualified(schema, table)
      return {
        object: on,
        objectType: 'table',
        message: `${on} has used ${formatCount(used)} of ${formatCount(mostColumns)} columns, ${formatCount(dropped)} of which are dropped and never come back: ${formatCount(mostColumns - used)} can still be added.`,
        evidence: { columnsUsed: used, columnsDropped: dropped },
        help: 'Copy the table into a new one, and stop adding and dropping columns as a matter of routine.',
      }
    }),
})
