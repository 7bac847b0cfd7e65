import { z } from 'zod'
import { formatShare } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ type: z.string(), event: z.string(), waiting: z.number(), active: z.number() })

/** A few that wait for the same are chance. */
const manySessions = 8
const largeShare = 0.5

const helps: Readonly<Record<string, string>> = {
  LWLock: 'Look up the event in the table of wait events: fewer sessions at once, or fewer partitions, often help.',
  IO: 'Find the statements that read or write most, and have them read less before you buy disks.',
  BufferPin: 'Look for a cursor that is held open on the page.',
  IPC: 'Look which process they wait for: a standby, a parallel worker, a checkpoint.',
}

export const check = sqlCheck({
  id: 'waiting-much',
  title: 'Sessions that wait for the same thing within the server',
  category: 'queries',
  severity: 'info',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // Locks are blocked-session's. Who waits for its client or sleeps does not wait for the server.
  sql: () => `
    select w.type, w.event, w.waiting, w.active from (
      select a.wait_event_type as type, a.wait_event as event, count(*)::float8 as waiting,
        sum(count(*)) over ()::float8 as active
      from pg_catalog.pg_stat_activity a
      where a.backend_type in ('client backend', 'parallel worker') and a.state = 'active'
        and a.pid <> pg_catalog.pg_backend_pid()
      group by 1, 2
    ) w
    where w.type in ('LWLock', 'IO', 'BufferPin', 'IPC')
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ waiting, active }) => waiting >= manySessions && waiting / active >= largeShare)
      .map(({ type, event, waiting, active }) => ({
        object: `${type}: ${event}`,
        objectType: 'wait event',
        message: `${waiting} of ${active} sessions that run a statement wait for ${type}: ${event} at this moment (${formatShare(waiting / active)}).`,
        evidence: { waitingSessions: waiting, activeSessions: active },
        help: helps[type] ?? 'Look up the event in the table of wait events.',
      })),
})
