import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { daysSince, isYoung, oldestCount, youngReason } from '../../../facts/counted-since.ts'

const row = z.object({ deadlocks: z.number(), since: z.date().nullable() })

const perDay = 1

export const check = sqlCheck({
  id: 'deadlocks',
  title: 'Transactions that the server ends, for they wait for each other',
  category: 'locks',
  severity: 'warning',
  reads: 'server',
  row,
  sql: () => `
    select d.deadlocks::float8 as deadlocks, coalesce(d.stats_reset, ${oldestCount}) as since
    from pg_catalog.pg_stat_database d
    where d.datname = pg_catalog.current_database()`,
  detect: (rows, server) =>
    rows
      .filter(({ deadlocks, since }) => !isYoung(since, server) && deadlocks / daysSince(since, server) >= perDay)
      .map(({ deadlocks, since }) => ({
        object: readableIdentifier(server.database),
        objectType: 'database',
        message: `${formatCount(deadlocks)} deadlocks in this database, ${formatCount(Math.ceil(deadlocks / daysSince(since, server)))} a day: each rolled back somebody's transaction after a wait.`,
        evidence: { deadlocks, since: since?.toISOString() ?? null },
        help: 'Find both statements of each in the log, and have all code lock rows and tables in one order.',
      })),
  blind: (rows, server) => youngReason(rows[0]?.since ?? null, server),
})
