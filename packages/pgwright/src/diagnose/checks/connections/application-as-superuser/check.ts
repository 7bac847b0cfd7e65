import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'
import { otherSession, sessionName } from '../../../facts/sessions.ts'

const row = z.object({ role: z.string(), application: z.string(), sessions: z.number() })

/** An administrator opens one or two; what keeps more is a pool. */
const fewestOfPool = 4

export const check = sqlCheck({
  id: 'application-as-superuser',
  title: 'Application that may do everything',
  category: 'connections',
  severity: 'warning',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  sql: () => `
    select a.usename::text as role, a.application_name as application, count(*)::float8 as sessions
    from pg_catalog.pg_stat_activity a join pg_catalog.pg_roles r on r.oid = a.usesysid
    where ${otherSession} and r.rolsuper
      and a.application_name !~* '^(psql|pgadmin|dbeaver|datagrip|pg_dump|pg_restore|pg_basebackup|pgwright)'
    group by 1, 2
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ sessions }) => sessions >= fewestOfPool)
      .map(({ role, application, sessions }) => {
        const name = sessionName(role, application)
        return {
          object: name,
          objectType: 'session',
          message: `${sessions} sessions of ${name} belong to a superuser: whoever gets SQL into that application reads every database, passes by row-level security, and runs programs on the server.`,
          evidence: { sessions, superuser: true },
          help: 'Give the application a role of its own with the rights that it needs.',
        }
      }),
})
