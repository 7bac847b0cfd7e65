import type { CheckCase } from '../../../testing/check-case.ts'

const table = {
  schema: 'public',
  name: 'documents',
  fetched: 900_000,
  hit: 400_000,
  heap_fetched: 5e6,
  heap_hit: 4.9e6,
}

export const cases: readonly CheckCase[] = [
  { title: 'finds a table whose wide values are not in memory', given: [table], finds: ['public.documents'] },
  {
    title: 'says nothing while counters are young',
    given: [{ ...table, name: 'near_young' }],
    server: { statsSince: new Date() },
    finds: [],
    leaves: ['public.near_young'],
  },
]
