import { z } from 'zod'
import { formatBytes, formatCount, formatShare } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { daysSince, isYoung, youngReason } from '../../../facts/counted-since.ts'

const row = z.object({ timed: z.number(), requested: z.number(), size: z.number(), since: z.date().nullable() })

/** Backups, new databases and people ask for checkpoints too, but not once an hour. */
const manyPerDay = 24
const largeShare = 0.3

export const check = sqlCheck({
  id: 'checkpoints-requested',
  title: 'Checkpoints that come before their time',
  category: 'configuration',
  severity: 'warning',
  needs: { primary: true },
  reads: 'server',
  row,
  sql: ({ major }) => `
    select ${
      major >= 17
        ? 'c.num_timed::float8 as timed, c.num_requested::float8 as requested'
        : 'c.checkpoints_timed::float8 as timed, c.checkpoints_req::float8 as requested'
    }, c.stats_reset as since, pg_catalog.pg_size_bytes(pg_catalog.current_setting('max_wal_size'))::float8 as size
    from pg_catalog.${major >= 17 ? 'pg_stat_checkpointer' : 'pg_stat_bgwriter'} c`,
  detect: (rows, server) =>
    rows
      .filter(
        ({ timed, requested, since }) =>
          !isYoung(since, server) &&
          requested / daysSince(since, server) >= manyPerDay &&
          requested / (timed + requested) >= largeShare,
      )
      .map(({ timed, requested, size, since }) => {
        const share = requested / (timed + requested)
        return {
          object: 'max_wal_size',
          objectType: 'setting',
          message: `${formatShare(share)} of the checkpoints were asked for before their time, ${formatCount(requested / daysSince(since, server))} a day: mostly because the log reached max_wal_size (${formatBytes(size)}), and after each one pages go to the log as a whole again.`,
          evidence: { timed, requested, maxWalSizeBytes: size, since: since?.toISOString() ?? null },
          help: 'Raise max_wal_size until nearly all checkpoints are timed ones, as far as the disk and the time to recover allow.',
        }
      }),
  blind: (rows, server) => youngReason(rows[0]?.since ?? null, server),
})
