import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds the delay that was the default once',
    given: [{ delay_ms: 20, limit: 200, dirty_cost: 20 }],
    finds: ['autovacuum_vacuum_cost_delay'],
  },
  { title: 'leaves the defaults', given: [{ delay_ms: 2, limit: 200, dirty_cost: 20 }], finds: [] },
  { title: 'leaves a long delay with a high limit', given: [{ delay_ms: 20, limit: 2000, dirty_cost: 20 }], finds: [] },
  { title: 'leaves what has no limit', given: [{ delay_ms: 0, limit: 200, dirty_cost: 20 }], finds: [] },
]
