import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ paused: z.boolean(), waiting_bytes: z.number().nullable() })

export const check = sqlCheck({
  id: 'recovery-paused',
  title: 'Standby that does not replay',
  category: 'replication',
  severity: 'warning',
  needs: { standby: true },
  reads: 'server',
  row,
  sql: () => `
    select pg_catalog.pg_is_wal_replay_paused() as paused,
      pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())::float8
        as waiting_bytes`,
  detect: (rows) =>
    rows
      .filter(({ paused }) => paused)
      .map(({ waiting_bytes }) => ({
        object: 'replay',
        objectType: 'standby',
        message: `Replay is paused on this standby${waiting_bytes === null ? '' : `, and ${formatBytes(waiting_bytes)} of log wait`}: what is read here grows older, and its disk fills.`,
        evidence: { waitingBytes: waiting_bytes },
        help: "Run select pg_wal_replay_resume(); where a setting is lower than the primary's, raise it and restart first.",
      })),
})
