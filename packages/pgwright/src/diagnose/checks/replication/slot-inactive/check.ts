import { z } from 'zod'
import { formatBytes } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { writtenPosition } from '../../../facts/replication.ts'

const row = z.object({
  name: z.string(),
  type: z.string(),
  retained: z.number().nullable(),
  inactive_since: z.date().nullable(),
})

/** A consumer that restarts is away for a moment, and little log is kept for it. */
const muchBytes = 2 ** 30
const veryMuchBytes = 10 * 2 ** 30

export const check = sqlCheck({
  id: 'slot-inactive',
  title: 'Replication slot that nobody reads from',
  category: 'replication',
  severity: 'warning',
  reads: 'server',
  row,
  // A slot that a standby copies from its primary (17 and later) is inactive there by design.
  sql: ({ major }) => `
    select s.slot_name::text as name, s.slot_type as type,
      pg_catalog.pg_wal_lsn_diff(${writtenPosition}, s.restart_lsn)::float8 as retained,
      ${major >= 17 ? 's.inactive_since' : 'null::timestamptz'} as inactive_since
    from pg_catalog.pg_replication_slots s
    where not s.active and not s.temporary and s.restart_lsn is not null
      and s.wal_status is distinct from 'lost' ${major >= 17 ? 'and not s.synced' : ''}
    order by 1`,
  detect: (rows) =>
    rows
      .filter(({ retained }) => (retained ?? 0) >= muchBytes)
      .map(({ name, type, retained, inactive_since }) => {
        const slot = readableIdentifier(name)
        const bytes = retained ?? 0
        return {
          object: slot,
          objectType: 'replication slot',
          severity: bytes >= veryMuchBytes ? ('error' as const) : ('warning' as const),
          message: `Nobody reads from the ${type} replication slot ${slot}${inactive_since === null ? '' : ` since ${inactive_since.toISOString()}`}, and the server keeps ${formatBytes(bytes)} of log for it: that grows until the disk is full.`,
          evidence: { type, retainedBytes: bytes, inactiveSince: inactive_since?.toISOString() ?? null },
          help: `Bring its reader back, or drop it with select pg_drop_replication_slot where the reader is gone for good.`,
        }
      }),
})
