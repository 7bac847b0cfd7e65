import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { daysSince, isYoung, oldestCount, youngReason } from '../../../facts/counted-since.ts'

const row = z.object({ commits: z.number(), rollbacks: z.number(), since: z.date().nullable() })

const largeShare = 0.1
const manyPerDay = 1_000

export const check = sqlCheck({
  id: 'rollbacks-many',
  title: 'Transactions that are rolled back',
  category: 'queries',
  severity: 'info',
  reads: 'server',
  row,
  sql: () => `
    select d.xact_commit::float8 as commits, d.xact_rollback::float8 as rollbacks,
      coalesce(d.stats_reset, ${oldestCount}) as since
    from pg_catalog.pg_stat_database d
    where d.datname = pg_catalog.current_database()`,
  detect: (rows, server) =>
    rows
      .filter(
        ({ commits, rollbacks, since }) =>
          !isYoung(since, server) &&
          rollbacks / daysSince(since, server) >= manyPerDay &&
          rollbacks / (commits + rollbacks) >= largeShare,
      )
      .map(({ commits, rollbacks, since }) => ({
        object: readableIdentifier(server.database),
        objectType: 'database',
        message: `${formatShare(rollbacks / (commits + rollbacks))} of the transactions of this database are rolled back, ${formatCount(rollbacks / daysSince(since, server))} a day: errors that somebody swallows, or work that is thrown away.`,
        evidence: { commits, rollbacks, since: since?.toISOString() ?? null },
        help: 'Look in the log which errors are frequent, and in the application for transactions that only read and end in a rollback.',
      })),
  blind: (rows, server) => youngReason(rows[0]?.since ?? null, server),
})
