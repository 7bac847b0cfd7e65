import { z } from 'zod'
import { formatDuration, formatShare } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  pid: z.number(),
  phase: z.string(),
  running_s: z.number(),
  /** Part of the table's pages that it has read. */
  scanned: z.number().nullable(),
})

const longS = 6 * 3600

export const check = sqlCheck({
  id: 'vacuum-running-long',
  title: 'Vacuum that runs for hours',
  category: 'vacuum',
  severity: 'info',
  needs: { primary: true, right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  sql: () => `
    select n.nspname as schema, c.relname as name, p.pid::float8 as pid, p.phase,
      extract(epoch from pg_catalog.clock_timestamp() - a.xact_start)::float8 as running_s,
      (p.heap_blks_scanned / nullif(p.heap_blks_total, 0)::float8) as scanned
    from pg_catalog.pg_stat_progress_vacuum p
    join pg_catalog.pg_class c on c.oid = p.relid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_stat_activity a on a.pid = p.pid
    where p.datname = pg_catalog.current_database() and a.xact_start is not null
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ running_s }) => running_s >= longS)
      .map(({ schema, name, pid, phase, running_s, scanned }) => {
        const table = readableQualified(schema, name)
        return {
          object: table,
          objectType: 'table',
          message: `A vacuum has been at work on ${table} for ${formatDuration(running_s * 1000)} (${phase}${scanned === null ? '' : `, ${formatShare(scanned)} of the table read`}): dead rows that have come since stay until the next one.`,
          evidence: { pid, phase, runningSeconds: running_s, scannedShare: scanned },
          help: 'Loosen its cost limit, give it more memory, and let it come more often; do not cancel it unless it stands in the way.',
        }
      }),
})
