import { createIndex } from '../../../changes.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

const wanted = createIndex({ schema: 'public', name: 'orders' }, 'orders_at_idx', ['at'], 8192, 'it is read by it')

export const cases: readonly CheckCase[] = [
  { title: 'finds what the advisor would build', changes: [wanted], finds: ['public.orders (at)'] },
  {
    title: 'leaves what it would drop',
    changes: [{ ...wanted, kind: 'drop-index' }],
    finds: [],
    leaves: ['public.orders (at)'],
  },
]
