import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds that it is off', given: [{ setting: 'off' }], finds: ['track_counts'] },
  { title: 'finds nothing where it is on', given: [{ setting: 'on' }], finds: [] },
]
