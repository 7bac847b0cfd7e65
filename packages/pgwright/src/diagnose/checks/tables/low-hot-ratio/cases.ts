import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table whose updates are not heap-only',
    given: [{ schema: 'public', name: 't', updates: 50_000, hot: 4_000 }],
    finds: ['public.t'],
  },
  {
    title: 'says nothing while counters are young',
    given: [{ schema: 'public', name: 'near_young', updates: 50_000, hot: 4_000 }],
    server: { statsSince: new Date() },
    finds: [],
    leaves: ['public.near_young'],
  },
]
