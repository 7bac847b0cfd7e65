import { z } from 'zod'
import { formatDuration, plural } from '../../../../model/index.ts'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { msSince, sessionName, shownStatement } from '../../../facts/sessions.ts'

const row = z.object({
  schema: z.string(),
  table: z.string(),
  pid: z.number(),
  role: z.string().nullable(),
  application: z.string(),
  statement: z.string(),
  waited_ms: z.number(),
  behind: z.number(),
})

export const check = sqlCheck({
  id: 'exclusive-lock-queue',
  title: 'Statements that queue behind one that waits for a table',
  category: 'locks',
  severity: 'error',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // The first of a table stands for all. The queue is fair: who comes after a request for ACCESS EXCLUSIVE waits, even to read, until it was met.
  sql: () => `
    select distinct on (n.nspname, c.relname) n.nspname::text as schema, c.relname::text as table, l.pid::float8 as pid, a.usename::text as role,
      coalesce(a.application_name, '') as application, coalesce(a.query, '') as statement,
      ${msSince('l.waitstart')} as waited_ms, q.behind
    from pg_catalog.pg_locks l
    join pg_catalog.pg_class c on c.oid = l.relation
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_stat_activity a on a.pid = l.pid
    cross join lateral (
      select count(distinct o.pid)::float8 as behind from pg_catalog.pg_locks o
      where o.locktype = 'relation' and o.database = l.database and o.relation = l.relation and not o.granted
        and o.pid <> l.pid and o.waitstart >= l.waitstart
    ) q
    where l.locktype = 'relation' and not l.granted and l.mode = 'AccessExclusiveLock' and l.waitstart is not null
      and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
      and q.behind > 0
    order by n.nspname, c.relname, l.waitstart, l.pid
    limit 100`,
  detect: (rows) =>
    rows.map(({ schema, table, pid, role, application, statement, waited_ms, behind }) => {
      const name = readableQualified(schema, table)
      const shown = shownStatement(statement)
      return {
        object: name,
        objectType: 'table',
        message: `A statement of ${sessionName(role, application)} (${shown}) waits for ${name} since ${formatDuration(waited_ms)}, and ${plural(behind, 'session')} that would only read or write wait behind it.`,
        evidence: { pid, waitedMs: waited_ms, sessionsBehind: behind, statement: shown },
        help: `Break it off with select pg_cancel_backend(${pid}), and run it again with lock_timeout set to some hundred milliseconds until it gets through.`,
      }
    }),
})
