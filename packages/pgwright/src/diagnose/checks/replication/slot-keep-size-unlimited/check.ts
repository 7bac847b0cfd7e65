import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ keep: z.number(), slots: z.number() })

export const check = sqlCheck({
  id: 'slot-keep-size-unlimited',
  title: 'Replication slots that may fill the disk',
  category: 'replication',
  severity: 'info',
  reads: 'server',
  row,
  sql: () => `
    select s.setting::float8 as keep,
      (select count(*) from pg_catalog.pg_replication_slots r where not r.temporary)::float8 as slots
    from pg_catalog.pg_settings s
    where s.name = 'max_slot_wal_keep_size'`,
  detect: (rows) =>
    rows
      .filter(({ keep, slots }) => keep < 0 && slots > 0)
      .map(({ slots }) => ({
        object: 'max_slot_wal_keep_size',
        objectType: 'setting',
        message: `max_slot_wal_keep_size is unlimited, and there ${slots === 1 ? 'is' : 'are'} ${plural(slots, 'replication slot')}: when a reader is away, the server keeps log for it until the disk is full and it stops.`,
        evidence: { setting: -1, slots },
        help: 'Set max_slot_wal_keep_size to what the disk can spare.',
      })),
})
