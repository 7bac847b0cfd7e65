import { z } from 'zod'
import { formatCount } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { sessionName } from '../../../facts/sessions.ts'

const row = z.object({ role: z.string().nullable(), application: z.string(), locks: z.number(), sessions: z.number() })

/** A worker locks its job, or a few; hundreds in one session are forgotten, or are a row-lock of one's own. */
const manyOfSession = 100

export const check = sqlCheck({
  id: 'advisory-locks-many',
  title: 'Advisory locks that pile up',
  category: 'locks',
  severity: 'warning',
  reads: 'server',
  row,
  sql: () => `
    select a.usename::text as role, coalesce(a.application_name, '') as application, sum(l.locks)::float8 as locks,
      count(*)::float8 as sessions
    from (
      select l.pid, count(*) as locks from pg_catalog.pg_locks l
      where l.locktype = 'advisory' and l.granted
        and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
      group by l.pid
      having count(*) >= ${manyOfSession}
    ) l
    join pg_catalog.pg_stat_activity a on a.pid = l.pid
    group by 1, 2
    order by 1, 2`,
  detect: (rows) =>
    rows.map(({ role, application, locks, sessions }) => {
      const name = sessionName(role, application)
      return {
        object: name,
        objectType: 'session',
        message: `${name} holds ${formatCount(locks)} advisory locks in ${sessions === 1 ? 'one session' : `${sessions} sessions`}: they take the place of others' locks, and one that is not released stays until its session ends.`,
        evidence: { advisoryLocks: locks, sessions },
        help: 'Use pg_advisory_xact_lock, which the end of the transaction releases, and release what pg_advisory_lock took.',
      }
    }),
})
