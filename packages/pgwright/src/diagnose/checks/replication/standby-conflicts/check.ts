import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { daysSince, isYoung, oldestCount, youngReason } from '../../../facts/counted-since.ts'

const row = z.object({
  snapshots: z.number(),
  locks: z.number(),
  others: z.number(),
  feedback: z.string(),
  since: z.date().nullable(),
})

const manyPerDay = 10

export const check = sqlCheck({
  id: 'standby-conflicts',
  title: 'Queries of a standby that replay broke off',
  category: 'replication',
  severity: 'warning',
  needs: { standby: true },
  reads: 'server',
  row,
  sql: () => `
    select c.confl_snapshot::float8 as snapshots, c.confl_lock::float8 as locks,
      (c.confl_tablespace + c.confl_bufferpin + c.confl_deadlock)::float8 as others,
      pg_catalog.current_setting('hot_standby_feedback') as feedback,
      coalesce(d.stats_reset, ${oldestCount}) as since
    from pg_catalog.pg_stat_database_conflicts c
    join pg_catalog.pg_stat_database d on d.datid = c.datid
    where c.datname = pg_catalog.current_database()`,
  detect: (rows, server) =>
    rows
      .map((one) => ({ ...one, all: one.snapshots + one.locks + one.others }))
      .filter(({ all, since }) => !isYoung(since, server) && all / daysSince(since, server) >= manyPerDay)
      .map(({ snapshots, locks, others, all, feedback, since }) => ({
        object: readableIdentifier(server.database),
        objectType: 'database',
        message: `${formatCount(all / daysSince(since, server))} queries a day on this standby were broken off, for replay could not wait for them: ${formatCount(snapshots)} saw rows that the primary had cleaned up, ${formatCount(locks)} held a table that it needed alone.`,
        evidence: { snapshots, locks, others, hotStandbyFeedback: feedback, since: since?.toISOString() ?? null },
        help:
          snapshots > all / 2 && feedback === 'off'
            ? 'Turn hot_standby_feedback on, if dead rows on the primary may wait for the standby, or raise max_standby_streaming_delay.'
            : 'Raise max_standby_streaming_delay as far as reads may be old, and keep long queries on a standby of their own.',
      })),
  blind: (rows, server) => youngReason(rows[0]?.since ?? null, server),
})
