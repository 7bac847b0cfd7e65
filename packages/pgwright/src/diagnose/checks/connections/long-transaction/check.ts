import { z } from 'zod'
import { formatDuration } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { msSince, otherSession, sessionName, shownStatement } from '../../../facts/sessions.ts'

const row = z.object({
  pid: z.number(),
  role: z.string(),
  application: z.string(),
  transaction_ms: z.number(),
  holds_rows: z.boolean(),
  statement: z.string(),
})

const longMs = 30 * 60_000
const veryLongMs = 6 * 3_600_000

export const check = sqlCheck({
  id: 'long-transaction',
  title: 'Transaction that has been open for long',
  category: 'connections',
  severity: 'warning',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // Those that wait for their client are idle-in-transaction's. One of an application and role stands for all.
  sql: () => `
    select distinct on (a.usename, a.application_name) a.pid::float8 as pid, a.usename::text as role,
      a.application_name as application, ${msSince('a.xact_start')} as transaction_ms,
      a.backend_xid is not null or a.backend_xmin is not null as holds_rows, a.query as statement
    from pg_catalog.pg_stat_activity a
    where ${otherSession} and a.state not like 'idle in transaction%' and a.xact_start is not null
    order by a.usename, a.application_name, a.xact_start, a.pid`,
  detect: (rows) =>
    rows
      .filter(({ transaction_ms, holds_rows }) => transaction_ms >= longMs && holds_rows)
      .map(({ pid, role, application, transaction_ms, statement }) => {
        const name = sessionName(role, application)
        const dump = application === 'pg_dump'
        return {
          object: name,
          objectType: 'session',
          severity: dump ? ('info' as const) : transaction_ms >= veryLongMs ? ('error' as const) : ('warning' as const),
          message: `A transaction of ${name} is open for ${formatDuration(transaction_ms)}: rows that died since stay in every table of this database, and scans read over them.`,
          evidence: { pid, transactionMs: transaction_ms, statement: shownStatement(statement) },
          help: dump
            ? 'Take dumps from a standby, or physical backups, where the tables change much.'
            : 'Cut the work into smaller transactions, or let it run on a standby.',
        }
      }),
})
