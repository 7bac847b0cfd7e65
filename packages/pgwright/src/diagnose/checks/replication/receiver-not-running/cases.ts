import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that none runs',
    given: [{ configured: true, restores: false, receivers: 0 }],
    finds: ['receiver'],
  },
  {
    title: 'leaves a standby that streams, and one that lives by the archive',
    given: [
      { configured: true, restores: true, receivers: 1 },
      { configured: false, restores: true, receivers: 0 },
    ],
    finds: [],
  },
]
