import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds that it is off', given: [{ name: 'track_counts', setting: 'off' }], finds: ['track_counts'] },
  { title: 'finds nothing where it is on', given: [{ name: 'track_counts', setting: 'on' }], finds: [] },
]
