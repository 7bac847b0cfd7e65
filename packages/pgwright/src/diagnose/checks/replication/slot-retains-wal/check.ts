import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { writtenPosition } from '../../../facts/replication.ts'

const row = z.object({ name: z.string(), type: z.string(), retained: z.number(), keep: z.number() })

const muchBytes = 10 * 2 ** 30

export const check = sqlCheck({
  id: 'slot-retains-wal',
  title: 'Replication slot whose reader is far behind',
  category: 'replication',
  severity: 'warning',
  reads: 'server',
  row,
  sql: () => `
    select s.slot_name::text as name, s.slot_type as type,
      pg_catalog.pg_wal_lsn_diff(${writtenPosition}, s.restart_lsn)::float8 as retained,
      (select k.setting::float8 * 1048576 from pg_catalog.pg_settings k where k.name = 'max_slot_wal_keep_size') as keep
    from pg_catalog.pg_replication_slots s
    where s.active and s.restart_lsn is not null and s.wal_status is distinct from 'lost'
    order by 1`,
  detect: (rows) =>
    rows
      .filter(({ retained }) => retained >= muchBytes)
      .map(({ name, type, retained, keep }) => {
        const slot = readableIdentifier(name)
        return {
          object: slot,
          objectType: 'replication slot',
          message: `The reader of the ${type} replication slot ${slot} is ${formatBytes(retained)} of log behind, which the server keeps for it${keep < 0 ? ' without a limit' : `, up to ${formatBytes(keep)}`}.`,
          evidence: { type, retainedBytes: retained, keepBytes: keep < 0 ? null : keep },
          help:
            type === 'logical'
              ? 'Look for a long transaction that the slot has to decode, and for a subscriber that applies slowly.'
              : 'Look why the standby is behind: its disk, its network, or queries that hold up its replay.',
        }
      }),
})
