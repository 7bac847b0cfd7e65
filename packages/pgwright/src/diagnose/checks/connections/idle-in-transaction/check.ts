import { z } from 'zod'
import { formatDuration, plural } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { msSince, otherSession, sessionName, shownStatement } from '../../../facts/sessions.ts'

const row = z.object({
  role: z.string(),
  application: z.string(),
  sessions: z.number(),
  pids: z.array(z.string()),
  idle_ms: z.number(),
  transaction_ms: z.number(),
  /** Vacuum must keep what one of them may still see. */
  holds_rows: z.boolean(),
  statement: z.string(),
})

/** Programs think for a while between statements; people at a prompt, too. */
const longMs = 60_000
const veryLongMs = 600_000

export const check = sqlCheck({
  id: 'idle-in-transaction',
  title: 'Transaction that waits for its client',
  category: 'connections',
  severity: 'warning',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  sql: () => `
    select a.usename::text as role, a.application_name as application, count(*)::float8 as sessions,
      array_agg(a.pid::text order by a.state_change, a.pid) as pids, max(${msSince('a.state_change')}) as idle_ms,
      max(${msSince('a.xact_start')}) as transaction_ms,
      bool_or(a.backend_xid is not null or a.backend_xmin is not null) as holds_rows,
      (array_agg(a.query order by a.state_change, a.pid))[1] as statement
    from pg_catalog.pg_stat_activity a
    where ${otherSession} and a.state in ('idle in transaction', 'idle in transaction (aborted)')
      and a.xact_start is not null
    group by 1, 2
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ idle_ms }) => idle_ms >= longMs)
      .map(({ role, application, sessions, pids, idle_ms, transaction_ms, holds_rows, statement }) => {
        const name = sessionName(role, application)
        return {
          object: name,
          objectType: 'session',
          severity: idle_ms >= veryLongMs && holds_rows ? ('error' as const) : ('warning' as const),
          message: `${plural(sessions, 'session')} of ${name} ${sessions === 1 ? 'is' : 'are'} idle in a transaction, one for ${formatDuration(idle_ms)}: it keeps its locks${holds_rows ? ', and dead rows of every table stay as long as it does' : ''}.`,
          evidence: {
            sessions,
            pids,
            idleMs: idle_ms,
            transactionMs: transaction_ms,
            holdsDeadRows: holds_rows,
            lastStatement: shownStatement(statement),
          },
          help: 'Have the application commit before it waits for anything else, and set idle_in_transaction_session_timeout for its role.',
        }
      }),
})
