import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds that it is off', given: [{ name: 'track_activities', setting: 'off' }], finds: ['track_activities'] },
  { title: 'finds nothing where it is on', given: [{ name: 'track_activities', setting: 'on' }], finds: [] },
]
