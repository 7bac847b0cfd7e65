import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a database whose indexes are not in memory',
    given: [{ fetched: 5_000_000, hit: 4_000_000 }],
    server: { database: 'S hop' },
    finds: ['"S hop"'],
  },
  { title: 'leaves one whose indexes are', given: [{ fetched: 5_000_000, hit: 4_950_000 }], finds: [] },
  { title: 'leaves one that read little', given: [{ fetched: 5_000, hit: 100 }], finds: [] },
  {
    title: 'says nothing while counters are young',
    given: [{ fetched: 5_000_000, hit: 4_000_000 }],
    server: { statsSince: new Date() },
    finds: [],
  },
]
