import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { fromSummed, summed } from '../../../facts/table-sums.ts'

const row = z.object({ schema: z.string(), name: z.string(), heap: z.number(), toast: z.number() })

const muchBytes = 1024 ** 3
const factor = 5

export const check = sqlCheck({
  id: 'toast-heavy',
  title: 'Table that is mostly wide values',
  category: 'tables',
  severity: 'info',
  reads: 'server',
  optional: true, // for many tables that is what they are for
  row,
  sql: () => `
    with ${summed({
      heap: 'c.relpages * 8192.0',
      toast: `coalesce((select x.relpages from pg_catalog.pg_class x where x.oid = c.reltoastrelid), 0) * 8192.0`,
    })}
    select n.nspname as schema, c.relname as name, s.heap, s.toast ${fromSummed}
    where s.toast >= ${muchBytes} and s.toast >= ${factor} * s.heap
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, heap, toast }) => {
      const table = readableQualified(schema, name)
      return {
        object: table,
        objectType: 'table',
        message: `Of ${table}, ${formatBytes(toast)} are TOAST and ${formatBytes(heap)} are the rows themselves: wide values make up its backups and its vacuum.`,
        evidence: { toastBytes: toast, heapBytes: heap },
        help: 'Consider whether they belong into the database, compressed with lz4, or into an object store.',
      }
    }),
})
