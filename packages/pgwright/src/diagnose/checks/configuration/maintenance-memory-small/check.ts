import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ memory: z.number(), schema: z.string(), name: z.string(), bytes: z.number() })

const defaultBytes = 64 * 2 ** 20
const largeIndexBytes = 4 * 2 ** 30

export const check = sqlCheck({
  id: 'maintenance-memory-small',
  title: 'Little memory to build large indexes with',
  category: 'configuration',
  severity: 'info',
  reads: 'server',
  row,
  sql: () => `
    select (select s.reset_val::float8 * 1024 from pg_catalog.pg_settings s where s.name = 'maintenance_work_mem') as memory,
      n.nspname::text as schema, c.relname::text as name,
      c.relpages * pg_catalog.current_setting('block_size')::float8 as bytes
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'i' and ${userRelation}
    order by c.relpages desc, 2, 3
    limit 1`,
  detect: (rows) =>
    rows
      .filter(({ memory, bytes }) => memory <= defaultBytes && bytes >= largeIndexBytes)
      .map(({ memory, schema, name, bytes }) => ({
        object: 'maintenance_work_mem',
        objectType: 'setting',
        message: `maintenance_work_mem is ${formatBytes(memory)}, and ${readableQualified(schema, name)} alone takes ${formatBytes(bytes)}: building it again, and restoring a dump, sorts on disk in many runs.`,
        evidence: {
          maintenanceMemoryBytes: memory,
          largestIndex: readableQualified(schema, name),
          largestIndexBytes: bytes,
        },
        help: 'Set maintenance_work_mem to 1 GB for the sessions that build indexes, or for all where the memory allows it.',
      })),
})
