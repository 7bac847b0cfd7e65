import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { countedSince, sinceWhen, tooYoung } from '../../../facts/counters.ts'
import { fromSummed, summed } from '../../../facts/table-sums.ts'

const row = z.object({ schema: z.string(), name: z.string(), bytes: z.number(), inserted: z.number() })

const enoughDays = 7
const worthBytes = 1024 * 1024

export const check = sqlCheck({
  id: 'unread-table',
  title: 'Table that no query reads',
  category: 'tables',
  severity: 'info',
  needs: { primary: true },
  reads: 'server',
  optional: true, // an audit is written to be read one day
  row,
  sql: () => `
    with ${summed({
      bytes: 'c.relpages * 8192.0',
      inserted: 'pg_catalog.pg_stat_get_tuples_inserted(c.oid)',
      scans: `pg_catalog.pg_stat_get_numscans(c.oid) + coalesce((select sum(pg_catalog.pg_stat_get_numscans(i.indexrelid))
        from pg_catalog.pg_index i where i.indrelid = c.oid), 0)`,
    })}
    select n.nspname as schema, c.relname as name, s.bytes, s.inserted ${fromSummed}
    where s.scans = 0 and s.bytes >= ${worthBytes}
    order by 1, 2`,
  detect: (rows, server) =>
    tooYoung(server, enoughDays) !== null
      ? []
      : rows.map(({ schema, name, bytes, inserted }) => {
          const table = readableQualified(schema, name)
          return {
            object: table,
            objectType: 'table',
            message: `No query has read the table ${table} (${formatBytes(bytes)}) on this server ${sinceWhen(server)}.`,
            evidence: { sizeBytes: bytes, inserts: inserted, since: countedSince(server) },
            help: 'Ask who needs it; archive and drop it where nobody does.',
          }
        }),
  blind: (_, server) => tooYoung(server, enoughDays),
})
