import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds that few are left', given: [{ used: 85, max: 100, reserved: 3 }], finds: ['max_connections'] },
  {
    title: 'counts what is reserved as taken',
    given: [{ used: 78, max: 100, reserved: 3 }],
    finds: ['max_connections'],
  },
  { title: 'leaves a server with room', given: [{ used: 50, max: 100, reserved: 3 }], finds: [] },
]
