import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds that it is off', given: [{ name: 'track_io_timing', setting: 'off' }], finds: ['track_io_timing'] },
  { title: 'finds nothing where it is on', given: [{ name: 'track_io_timing', setting: 'on' }], finds: [] },
]
