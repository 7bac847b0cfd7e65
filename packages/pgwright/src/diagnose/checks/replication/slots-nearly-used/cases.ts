import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that all are used',
    given: [
      { setting: 'max_replication_slots', max: 10, used: 10 },
      { setting: 'max_wal_senders', max: 10, used: 3 },
    ],
    finds: ['max_replication_slots'],
    leaves: ['max_wal_senders'],
  },
  {
    title: 'leaves a server that does not replicate',
    given: [{ setting: 'max_wal_senders', max: 0, used: 0 }],
    finds: [],
  },
]
