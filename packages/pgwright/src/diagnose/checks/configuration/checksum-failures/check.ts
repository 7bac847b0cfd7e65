import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  database: z.string().nullable(),
  failures: z.number(),
  last_failure: z.date().nullable(),
  since: z.date().nullable(),
})

export const check = sqlCheck({
  id: 'checksum-failures',
  title: 'Pages that were found damaged',
  category: 'configuration',
  severity: 'error',
  reads: 'server',
  row,
  sql: () => `
    select d.datname::text as database, d.checksum_failures::float8 as failures,
      d.checksum_last_failure as last_failure, d.stats_reset as since
    from pg_catalog.pg_stat_database d
    where d.checksum_failures > 0
    order by 1`,
  detect: (rows) =>
    rows.map(({ database, failures, last_failure, since }) => {
      const place = database === null ? 'objects that all databases share' : readableIdentifier(database)
      return {
        object: place,
        objectType: 'database',
        message: `The checksums of ${plural(failures, 'page')} of ${place} were wrong: the disk or the memory damages data.`,
        evidence: {
          failures,
          lastFailureAt: last_failure?.toISOString() ?? null,
          since: since?.toISOString() ?? null,
        },
        help: 'Find the pages in the log, restore what they held from a backup, and have the hardware looked at before anything else.',
      }
    }),
})
