import { z } from 'zod'
import { formatCount, formatDuration } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  archived_at: z.date().nullable(),
  failed_at: z.date().nullable(),
  failures: z.number(),
  since: z.date().nullable(),
})

export const check = sqlCheck({
  id: 'archiver-failing',
  title: 'Log that does not reach the archive',
  category: 'replication',
  severity: 'error',
  reads: 'server',
  row,
  sql: () => `
    select a.last_archived_time as archived_at, a.last_failed_time as failed_at, a.failed_count::float8 as failures,
      a.stats_reset as since
    from pg_catalog.pg_stat_archiver a
    where pg_catalog.current_setting('archive_mode') <> 'off'`,
  detect: (rows, { now }) =>
    rows
      // After a failure that was overcome, the last success is the later one.
      .filter(({ archived_at, failed_at }) => failed_at !== null && failed_at > (archived_at ?? 0))
      .map(({ archived_at, failed_at, failures, since }) => ({
        object: 'archive_command',
        objectType: 'setting',
        message: `Archiving fails, last ${formatDuration(now.getTime() - (failed_at ?? now).getTime())} ago${archived_at === null ? ', and never worked since the counters began' : `, and worked last at ${archived_at.toISOString()}`} (${formatCount(failures)} failures): the backup can't be restored to a later time, and the log piles up until the disk is full.`,
        evidence: {
          lastFailedAt: failed_at?.toISOString() ?? null,
          lastArchivedAt: archived_at?.toISOString() ?? null,
          failures,
          since: since?.toISOString() ?? null,
        },
        help: "Look in the server's log for what the archive command says, and put it right.",
      })),
})
