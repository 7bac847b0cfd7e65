import { z } from 'zod'
import { formatDuration } from '../../../../model/index.ts'
import { statementKind } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { msSince, otherSession, sessionName, shownStatement } from '../../../facts/sessions.ts'

const row = z.object({
  pid: z.number(),
  role: z.string(),
  application: z.string(),
  running_ms: z.number(),
  wait: z.string().nullable(),
  statement: z.string(),
})

const longMs = 5 * 60_000
const veryLongMs = 3_600_000

export const check = sqlCheck({
  id: 'running-long',
  title: 'Query that has been running for long',
  category: 'queries',
  severity: 'warning',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // One of an application and role stands for all.
  sql: () => `
    select distinct on (a.usename, a.application_name) a.pid::float8 as pid, a.usename::text as role,
      a.application_name as application, ${msSince('a.query_start')} as running_ms,
      a.wait_event_type || ': ' || a.wait_event as wait, a.query as statement
    from pg_catalog.pg_stat_activity a
    where ${otherSession} and a.state = 'active' and a.query_start is not null
    order by a.usename, a.application_name, a.query_start, a.pid`,
  detect: (rows) =>
    rows
      // Vacuum, index builds and copies take as long as they take.
      .filter(({ running_ms, statement }) => running_ms >= longMs && statementKind(statement) !== 'utility')
      .map(({ pid, role, application, running_ms, wait, statement }) => {
        const name = sessionName(role, application)
        const shown = shownStatement(statement)
        return {
          object: name,
          objectType: 'session',
          severity: running_ms >= veryLongMs ? ('warning' as const) : ('info' as const),
          message: `A query of ${name} runs since ${formatDuration(running_ms)}${wait === null ? '' : ` and waits now (${wait})`}: ${shown}`,
          evidence: { pid, runningMs: running_ms, waitsFor: wait, statement: shown },
          help: `Look whether anybody waits for its answer; select pg_cancel_backend(${pid}) breaks it off.`,
        }
      }),
})
