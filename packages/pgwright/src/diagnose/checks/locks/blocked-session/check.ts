import { z } from 'zod'
import { formatDuration, plural } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { msSince, sessionName, shownStatement } from '../../../facts/sessions.ts'
import { rootsOf } from './roots.ts'

const row = z.object({
  pid: z.number(),
  role: z.string().nullable(),
  application: z.string(),
  /** Of a session that waits for none it is empty; 0 is a prepared transaction. */
  blockers: z.array(z.number()),
  waited_ms: z.number().nullable(),
  state: z.string().nullable(),
  transaction_ms: z.number().nullable(),
  statement: z.string().nullable(),
})

/** As long as the server itself waits before it looks for a deadlock. */
const longMs = 1_000
const veryLongMs = 60_000

export const check = sqlCheck({
  id: 'blocked-session',
  title: 'Sessions that wait for another one',
  category: 'locks',
  severity: 'warning',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // pg_blocking_pids takes all of the lock table's own locks, so it is asked once for each session that waits.
  sql: () => `
    with waiting as materialized (
      select a.pid, pg_catalog.pg_blocking_pids(a.pid) as blockers,
        (select min(l.waitstart) from pg_catalog.pg_locks l where l.pid = a.pid and not l.granted) as since
      from (
        select pid from pg_catalog.pg_stat_activity
        where wait_event_type = 'Lock' and datname = pg_catalog.current_database() and pid <> pg_catalog.pg_backend_pid()
        order by pid limit 100
      ) a
    )
    select a.pid::float8 as pid, a.usename::text as role, coalesce(a.application_name, '') as application,
      coalesce(w.blockers::float8[], '{}') as blockers, ${msSince('w.since')} as waited_ms, a.state,
      ${msSince('a.xact_start')} as transaction_ms, a.query as statement
    from pg_catalog.pg_stat_activity a left join waiting w on w.pid = a.pid
    where w.pid is not null or exists (select from waiting x where a.pid = any (x.blockers))
    order by a.pid`,
  detect: (rows) =>
    rootsOf(rows)
      .filter(({ longestMs }) => longestMs >= longMs)
      .map((one) => ({ ...one, name: nameOf(one.root) }))
      // Of several sessions of one role and application the one that is waited for longest stands for all.
      .filter(({ name }, at, all) => all.findIndex((other) => other.name === name) === at)
      .map(({ root, name, waiting, longestMs }) => {
        const state = root?.state ?? 'prepared'
        return {
          object: name,
          objectType: 'session',
          severity: longestMs >= veryLongMs ? ('error' as const) : ('warning' as const),
          message: `${name} (${state}) blocks ${plural(waiting.length, 'session')}, the longest for ${formatDuration(longestMs)}.`,
          evidence: {
            blockerPid: root?.pid ?? null,
            blockerState: state,
            blockerTransactionMs: root?.transaction_ms ?? null,
            blockerStatement: shownStatement(root?.statement ?? ''),
            waiting: waiting.map(
              (one) => `${one.pid} ${sessionName(one.role, one.application)}: ${shownStatement(one.statement ?? '')}`,
            ),
            longestWaitMs: longestMs,
          },
          help:
            root === null
              ? 'Commit or roll back the prepared transaction: pg_prepared_xacts has its name.'
              : `Find out why its transaction is still open; select pg_terminate_backend(${root.pid}) ends it and rolls it back.`,
        }
      }),
})

function nameOf(root: z.infer<typeof row> | null): string {
  return root === null ? 'a prepared transaction' : sessionName(root.role, root.application)
}
