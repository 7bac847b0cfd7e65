import type { CheckCase } from '../../../testing/check-case.ts'

const served = { heap_fetched: 10_000_000, heap_hit: 9_900_000, toast_fetched: 0, toast_hit: 0 }

export const cases: readonly CheckCase[] = [
  {
    title: 'counts TOAST together with the heap',
    given: [{ ...served, toast_fetched: 8_000_000, toast_hit: 4_000_000 }],
    server: { database: 'S hop' },
    finds: ['"S hop"'],
  },
  { title: 'leaves a database that is in memory', given: [served], finds: [] },
  {
    title: 'leaves one that read little',
    given: [{ heap_fetched: 20_000, heap_hit: 200, toast_fetched: 0, toast_hit: 0 }],
    finds: [],
  },
  {
    title: 'says nothing while counters are young',
    given: [{ ...served, heap_hit: 0 }],
    server: { statsSince: new Date() },
    finds: [],
  },
]
