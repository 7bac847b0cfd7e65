import { z } from 'zod'
import { formatBytes, plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { rootOf, userRelation } from '../../../facts/scope.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  partitioned: z.boolean(),
  parts: z.number(),
  bytes: z.number(),
})

export const check = sqlCheck({
  id: 'unlogged-table',
  title: 'Table that a crash empties',
  category: 'tables',
  severity: 'info',
  reads: 'catalog',
  row,
  // Before 18 a partitioned table itself could be called unlogged, which meant nothing: its partitions are what counts.
  sql: () => `
    with unlogged as (
      select ${rootOf} as root, count(*)::float8 as parts, sum(c.relpages) * 8192.0::float8 as bytes
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and c.relpersistence = 'u' and ${userRelation}
      group by 1
    )
    select n.nspname as schema, c.relname as name, c.relkind = 'p' as partitioned, u.parts, u.bytes
    from unlogged u
    join pg_catalog.pg_class c on c.oid = u.root
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ schema, name, partitioned, parts, bytes }) => {
      const table = readableQualified(schema, name)
      const what = partitioned ? `${plural(parts, 'partition')} of the table ${table}` : `The table ${table}`
      return {
        object: table,
        objectType: 'table',
        message: `${what} (${formatBytes(bytes)}) ${partitioned && parts !== 1 ? 'are' : 'is'} unlogged: empty after a crash, empty on every standby, and not in a physical backup.`,
        evidence: { sizeBytes: bytes, partitions: partitioned ? parts : null },
        help: 'Make it logged where its rows must not be lost.',
      }
    }),
})
