import { createIndex } from '../../../facts/changes.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

const bare = createIndex({ schema: 'public', name: 'orders' }, 'orders_at_idx', ['at'], 8192, 'it is read by it')

const benefit = (costBefore: number, costAfter: number) => ({
  total: 100 * (costBefore - costAfter),
  queries: [{ fingerprint: '0123456789abcdef', costBefore, costAfter }],
})
const wanted = { ...bare, benefit: benefit(1_000, 8) }

export const cases: readonly CheckCase[] = [
  { title: 'finds what the advisor would build', changes: [wanted], finds: ['public.orders (at)'] },
  {
    title: 'leaves what it would drop',
    changes: [{ ...wanted, kind: 'drop-index' }],
    finds: [],
    leaves: ['public.orders (at)'],
  },
  {
    title: 'leaves what saves a quick statement a little',
    changes: [
      { ...bare, benefit: benefit(20, 8) },
      { ...bare, benefit: benefit(1_000, 900) },
    ],
    finds: [],
    leaves: ['public.orders (at)'],
  },
]
