import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds that slots have no limit', given: [{ keep: -1, slots: 2 }], finds: ['max_slot_wal_keep_size'] },
  { title: 'leaves slots that have one', given: [{ keep: 10_240, slots: 2 }], finds: [] },
  { title: 'leaves a server without slots', planted: 'create table t (id int)', finds: [] },
]
