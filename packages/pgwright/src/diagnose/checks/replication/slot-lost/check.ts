import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ name: z.string(), type: z.string(), status: z.string() })

export const check = sqlCheck({
  id: 'slot-lost',
  title: 'Replication slot whose log is gone',
  category: 'replication',
  severity: 'error',
  reads: 'server',
  row,
  sql: () => `
    select s.slot_name::text as name, s.slot_type as type, s.wal_status as status
    from pg_catalog.pg_replication_slots s
    where s.wal_status in ('lost', 'unreserved')
    order by 1`,
  detect: (rows) =>
    rows.map(({ name, type, status }) => {
      const slot = readableIdentifier(name)
      const lost = status === 'lost'
      return {
        object: slot,
        objectType: 'replication slot',
        message: lost
          ? `The log that the reader of the ${type} replication slot ${slot} needs has been removed: it can't go on from it.`
          : `The log that the reader of the ${type} replication slot ${slot} needs is no longer kept: the next checkpoint may remove it.`,
        evidence: { type, walStatus: status },
        help: lost
          ? 'Set the reader up anew, then drop the slot.'
          : 'Bring the reader back now, or raise max_slot_wal_keep_size and reload.',
      }
    }),
})
