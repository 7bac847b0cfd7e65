import { z } from 'zod'
import { formatBytes, formatFigure, plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { fromSummed, summed } from '../../../facts/table-sums.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  table_bytes: z.number(),
  index_bytes: z.number(),
  indexes: z.number(),
})

const factor = 2
const muchBytes = 100 * 1024 ** 2

export const check = sqlCheck({
  id: 'indexes-larger-than-table',
  title: 'Table whose indexes are much larger than its rows',
  category: 'indexes',
  severity: 'info',
  reads: 'catalog',
  optional: true, // a ratio is no defect
  row,
  sql: () => `
    with ${summed({
      table_bytes: `(c.relpages + coalesce((select x.relpages from pg_catalog.pg_class x
        where x.oid = c.reltoastrelid), 0)) * 8192.0`,
      index_bytes: `coalesce((select sum(x.relpages) from pg_catalog.pg_index i
        join pg_catalog.pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid), 0) * 8192.0`,
    })}
    select n.nspname as schema, c.relname as name, s.table_bytes, s.index_bytes,
      (select count(*) from pg_catalog.pg_index i where i.indrelid = c.oid)::float8 as indexes ${fromSummed}
    where s.index_bytes >= ${muchBytes} and s.index_bytes > ${factor} * s.table_bytes
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, table_bytes, index_bytes, indexes }) => {
      const table = readableQualified(schema, name)
      return {
        object: table,
        objectType: 'table',
        message: `The ${plural(indexes, 'index', 'indexes')} of ${table} take ${formatBytes(index_bytes)}, ${formatFigure(index_bytes / table_bytes)} times the ${formatBytes(table_bytes)} of its rows and their TOAST.`,
        evidence: { tableBytes: table_bytes, indexBytes: index_bytes, indexes },
        help: 'Look for those that are bloated, redundant or not read.',
      }
    }),
})
