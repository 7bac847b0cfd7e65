import { z } from 'zod'
import { formatBytes, formatDuration } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { standbyName, writtenPosition } from '../../../facts/replication.ts'

const row = z.object({
  application: z.string(),
  host: z.string().nullable(),
  sync: z.string(),
  behind_bytes: z.number(),
  /** Null where nothing was written of late. */
  replay_ms: z.number().nullable(),
})

const muchBytes = 2 ** 30
const longMs = 60_000
const veryMuchBytes = 10 * 2 ** 30
const veryLongMs = 600_000

export const check = sqlCheck({
  id: 'standby-lagging',
  title: 'Standby that is far behind',
  category: 'replication',
  severity: 'warning',
  needs: { right: 'pg_read_all_stats' },
  reads: 'server',
  row,
  // A logical subscriber and a receiver of files have no position of replay, or one that means something else.
  sql: () => `
    select r.application_name as application, pg_catalog.host(r.client_addr) as host, r.sync_state as sync,
      pg_catalog.pg_wal_lsn_diff(${writtenPosition}, r.replay_lsn)::float8 as behind_bytes,
      (extract(epoch from r.replay_lag) * 1000)::float8 as replay_ms
    from pg_catalog.pg_stat_replication r
    where r.state in ('streaming', 'catchup') and r.replay_lsn is not null
      and not exists (select from pg_catalog.pg_replication_slots s where s.active_pid = r.pid and s.slot_type = 'logical')
    order by 1, 2`,
  detect: (rows) =>
    rows
      .filter(({ behind_bytes, replay_ms }) => behind_bytes >= muchBytes || (replay_ms ?? 0) >= longMs)
      .map(({ application, host, sync, behind_bytes, replay_ms }) => {
        const name = standbyName(application, host)
        const grave = behind_bytes >= veryMuchBytes || (replay_ms ?? 0) >= veryLongMs
        return {
          object: name,
          objectType: 'standby',
          severity: grave ? ('error' as const) : ('warning' as const),
          message: `The standby ${name} is ${formatBytes(behind_bytes)} of log behind${replay_ms === null ? '' : `, ${formatDuration(replay_ms)} when it last answered`}: what is read there is old, and a failover to it loses or waits for as much.`,
          evidence: { behindBytes: behind_bytes, replayLagMs: replay_ms, syncState: sync },
          help: 'Look on the standby for queries that hold up replay and for a slow disk, and between them for the network; where recovery_min_apply_delay keeps it behind on purpose, suppress this.',
        }
      }),
})
