import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that most wait for one thing',
    given: [{ type: 'LWLock', event: 'LockManager', waiting: 30, active: 40 }],
    finds: ['LWLock: LockManager'],
  },
  {
    title: 'leaves a few, and a small part',
    given: [
      { type: 'IO', event: 'DataFileRead', waiting: 3, active: 4 },
      { type: 'IO', event: 'WalSync', waiting: 10, active: 100 },
    ],
    finds: [],
  },
]
