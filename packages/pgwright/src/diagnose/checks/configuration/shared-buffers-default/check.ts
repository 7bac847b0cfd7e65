import { z } from 'zod'
import { formatBytes, formatShare } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  buffers: z.number(),
  data: z.number(),
  hits: z.number(),
  reads: z.number(),
  since: z.date().nullable(),
})

/** What initdb gives every server, the smallest one too. */
const defaultBytes = 128 * 2 ** 20
/** Half the cache of a small machine; below this much data the default can do. */
const muchBytes = 4 * 2 ** 30

export const check = sqlCheck({
  id: 'shared-buffers-default',
  title: 'A cache as small as the default',
  category: 'configuration',
  severity: 'warning',
  reads: 'server',
  row,
  // pg_database_size would ask the file system for every file.
  sql: () => `
    select pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers'))::float8 as buffers,
      (select coalesce(sum(c.relpages::float8), 0) from pg_catalog.pg_class c)
        * pg_catalog.current_setting('block_size')::float8 as data,
      d.blks_hit::float8 as hits, d.blks_read::float8 as reads, d.stats_reset as since
    from pg_catalog.pg_stat_database d
    where d.datname = pg_catalog.current_database()`,
  detect: (rows) =>
    rows
      .filter(({ buffers, data }) => buffers <= defaultBytes && data >= muchBytes)
      .map(({ buffers, data, hits, reads, since }) => ({
        object: 'shared_buffers',
        objectType: 'setting',
        message: `shared_buffers is ${formatBytes(buffers)}, as initdb leaves it, for ${formatBytes(data)} of tables and indexes in this database alone; ${formatShare(hits / Math.max(1, hits + reads))} of its reads were met there.`,
        evidence: {
          sharedBuffersBytes: buffers,
          databaseBytes: data,
          hitShare: hits / Math.max(1, hits + reads),
          since: since?.toISOString() ?? null,
        },
        help: 'Set shared_buffers to about a quarter of the memory of the machine or container, and restart.',
      })),
})
