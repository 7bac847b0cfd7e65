import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { standbyName } from '../../../facts/replication.ts'

const row = z.object({
  application: z.string(),
  host: z.string().nullable(),
  keep_bytes: z.number(),
  archive: z.string(),
})

export const check = sqlCheck({
  id: 'standby-without-slot',
  title: 'Standby for which no log is kept',
  category: 'replication',
  severity: 'warning',
  needs: { right: 'pg_read_all_stats', primary: true },
  reads: 'server',
  row,
  sql: () => `
    select r.application_name as application, pg_catalog.host(r.client_addr) as host,
      pg_catalog.pg_size_bytes(pg_catalog.current_setting('wal_keep_size'))::float8 as keep_bytes,
      pg_catalog.current_setting('archive_mode') as archive
    from pg_catalog.pg_stat_replication r
    where r.state in ('streaming', 'catchup') and r.replay_lsn is not null
      and not exists (select from pg_catalog.pg_replication_slots s where s.active_pid = r.pid)
    order by 1, 2`,
  detect: (rows) =>
    rows
      // From an archive a standby can fetch what it missed.
      .filter(({ keep_bytes, archive }) => archive === 'off' && keep_bytes < 2 ** 30)
      .map(({ application, host, keep_bytes }) => {
        const name = standbyName(application, host)
        return {
          object: name,
          objectType: 'standby',
          message: `The standby ${name} has no slot, there is no archive, and wal_keep_size is ${formatBytes(keep_bytes)}: when it is away for longer than the next checkpoints, it must be set up anew.`,
          evidence: { slot: false, archive: false, walKeepBytes: keep_bytes },
          help: 'Give it a slot (primary_slot_name) with a limit by max_slot_wal_keep_size, or set wal_keep_size.',
        }
      }),
})
