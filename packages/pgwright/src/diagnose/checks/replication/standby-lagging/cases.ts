import type { CheckCase } from '../../../testing/check-case.ts'

const standby = { application: 'standby1', host: '10.0.0.2', sync: 'async' }

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one that is gigabytes behind, and one that is minutes behind',
    given: [
      { ...standby, behind_bytes: 5 * 2 ** 30, replay_ms: null },
      { ...standby, application: 'standby2', behind_bytes: 1_000, replay_ms: 180_000 },
    ],
    finds: ['"standby1" 10.0.0.2', '"standby2" 10.0.0.2'],
  },
  { title: 'leaves one that keeps up', given: [{ ...standby, behind_bytes: 4_096, replay_ms: 3 }], finds: [] },
]
