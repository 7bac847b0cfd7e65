import { z } from 'zod'
import { formatCount, formatShare } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { isYoung, oldestCount, youngReason } from '../../../facts/counted-since.ts'

const row = z.object({
  sessions: z.number(),
  abandoned: z.number(),
  fatal: z.number(),
  killed: z.number(),
  since: z.date().nullable(),
})

const largeShare = 0.1
const enough = 100

export const check = sqlCheck({
  id: 'sessions-lost',
  title: 'Sessions that did not end well',
  category: 'connections',
  severity: 'info',
  reads: 'server',
  row,
  sql: () => `
    select d.sessions::float8 as sessions, d.sessions_abandoned::float8 as abandoned, d.sessions_fatal::float8 as fatal,
      d.sessions_killed::float8 as killed, coalesce(d.stats_reset, ${oldestCount}) as since
    from pg_catalog.pg_stat_database d
    where d.datname = pg_catalog.current_database()`,
  detect: (rows, server) =>
    rows
      .map((one) => ({ ...one, lost: one.abandoned + one.fatal + one.killed }))
      .filter(({ sessions, lost, since }) => !isYoung(since, server) && lost >= enough && lost / sessions >= largeShare)
      .map(({ sessions, abandoned, fatal, killed, lost, since }) => ({
        object: readableIdentifier(server.database),
        objectType: 'database',
        message: `${formatCount(lost)} of ${formatCount(sessions)} sessions of this database (${formatShare(lost / sessions)}) did not end by a goodbye: the client was gone in ${formatCount(abandoned)}, the server gave up in ${formatCount(fatal)}, and ${formatCount(killed)} were ended by somebody.`,
        evidence: { sessions, abandoned, fatal, killed, since: since?.toISOString() ?? null },
        help:
          abandoned > lost / 2
            ? 'Look for processes that die without closing, and for a firewall or balancer that cuts idle connections.'
            : 'Look in the log for the errors that ended them.',
      })),
  blind: (rows, server) => youngReason(rows[0]?.since ?? null, server),
})
