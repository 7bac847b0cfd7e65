import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that all are busy while many tables wait',
    given: [{ workers: 3, most: 3, waiting: 25 }],
    finds: ['autovacuum_max_workers'],
  },
  { title: 'leaves a worker that is free', given: [{ workers: 2, most: 3, waiting: 25 }], finds: [] },
  { title: 'leaves busy workers where few tables wait', given: [{ workers: 3, most: 3, waiting: 2 }], finds: [] },
]
