import type { CheckCase } from '../../../testing/check-case.ts'

const standby = { application: 'standby1', host: null, state: 'catchup' }

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one that does not catch up',
    given: [{ ...standby, connected_ms: 3_600_000 }],
    finds: ['"standby1"'],
  },
  { title: 'leaves one that has just come', given: [{ ...standby, connected_ms: 10_000 }], finds: [] },
]
