import { z } from 'zod'
import { formatCount, formatDuration } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { daysSince, isYoung, oldestCount, youngReason } from '../../../facts/counted-since.ts'

const row = z.object({ sessions: z.number(), session_ms: z.number(), since: z.date().nullable() })

/** One a second on average is several at busy times. */
const manyPerDay = 86_400
const shortMs = 60_000

export const check = sqlCheck({
  id: 'connection-churn',
  title: 'Sessions that are opened for a moment',
  category: 'connections',
  severity: 'warning',
  reads: 'server',
  row,
  sql: () => `
    select d.sessions::float8 as sessions, d.session_time as session_ms, coalesce(d.stats_reset, ${oldestCount}) as since
    from pg_catalog.pg_stat_database d
    where d.datname = pg_catalog.current_database()`,
  detect: (rows, server) =>
    rows
      .filter(
        ({ sessions, session_ms, since }) =>
          !isYoung(since, server) &&
          sessions / daysSince(since, server) >= manyPerDay &&
          session_ms / sessions <= shortMs,
      )
      .map(({ sessions, session_ms, since }) => {
        const perDay = sessions / daysSince(since, server)
        return {
          object: readableIdentifier(server.database),
          objectType: 'database',
          message: `${formatCount(perDay)} sessions a day are opened to this database, for ${formatDuration(session_ms / sessions)} on average: each is a new process, a login, and an empty cache of catalog and plans.`,
          evidence: {
            sessionsPerDay: perDay,
            meanSessionMs: session_ms / sessions,
            since: since?.toISOString() ?? null,
          },
          help: 'Have the application keep its connections in a pool, or put a pooler in front.',
        }
      }),
  blind: (rows, server) => youngReason(rows[0]?.since ?? null, server),
})
