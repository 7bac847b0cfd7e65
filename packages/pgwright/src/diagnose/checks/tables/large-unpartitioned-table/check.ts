import { z } from 'zod'
import { formatBytes, formatCount } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), name: z.string(), rows: z.number(), bytes: z.number() })

const hugeBytes = 100 * 1024 ** 3

export const check = sqlCheck({
  id: 'large-unpartitioned-table',
  title: 'Very large table without partitions',
  category: 'tables',
  severity: 'info',
  reads: 'catalog',
  optional: true, // size alone is no defect
  row,
  sql: () => `
    select n.nspname as schema, c.relname as name, greatest(c.reltuples, 0)::float8 as rows,
      c.relpages * 8192.0::float8 as bytes
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and not c.relispartition and c.relpages * 8192.0 >= ${hugeBytes} and ${userRelation}
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, rows: count, bytes }) => {
      const table = readableQualified(schema, name)
      return {
        object: table,
        objectType: 'table',
        message: `The table ${table} takes ${formatBytes(bytes)} for ${formatCount(count)} rows (an estimate) in one piece: one vacuum, one index build and one rewrite take all of it.`,
        evidence: { rows: count, sizeBytes: bytes },
        help: 'Partition it where old rows are dropped by time, or where queries name a part of it.',
      }
    }),
})
