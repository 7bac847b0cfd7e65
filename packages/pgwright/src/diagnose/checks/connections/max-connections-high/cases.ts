import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds a limit that is none', given: [{ max: 5000, used: 40 }], finds: ['max_connections'] },
  { title: 'leaves one that is used', given: [{ max: 1200, used: 600 }], finds: [] },
  { title: 'leaves a usual one', given: [{ max: 200, used: 3 }], finds: [] },
]
