import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../scope.ts'

const row = z.object({ schema: z.string(), name: z.string(), used: z.number(), dropped: z.number() })

/** PostgreSQL's MaxHeapAttributeNumber. */
const most = 1600
const warningAt = 1200
const infoAt = 800

export const check = sqlCheck({
  id: 'column-numbers-run-out',
  title: 'Table that can take few more columns',
  category: 'tables',
  severity: 'info',
  reads: 'server', // a twin has no dropped columns
  row,
  // A dropped column keeps its number for ever: relnatts counts it.
  sql: () => `
    select n.nspname as schema, c.relname as name, c.relnatts::float8 as used,
      (select count(*) from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and a.attisdropped)::float8 as dropped
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnatts >= ${infoAt} and ${userRelation}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, used, dropped }) => {
      const table = readableQualified(schema, name)
      return {
        object: table,
        objectType: 'table',
        severity: used >= warningAt ? ('warning' as const) : ('info' as const),
        message: `The table ${table} has used ${formatCount(used)} of ${formatCount(most)} column numbers, ${formatCount(dropped)} of them for columns that were dropped: after the last no column can be added.`,
        evidence: { columnNumbers: used, droppedColumns: dropped },
        help:
          dropped > used / 2
            ? 'Copy it into a new table, which begins anew, and stop adding and dropping columns by a job.'
            : 'Move columns into rows of another table, or into one column of type jsonb.',
      }
    }),
})
