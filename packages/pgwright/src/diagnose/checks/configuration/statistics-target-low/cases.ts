import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a low one',
    given: [{ name: 'default_statistics_target', setting: '10' }],
    finds: ['default_statistics_target'],
  },
  {
    title: 'leaves the usual one and a higher one',
    given: [{ name: 'default_statistics_target', setting: '100' }],
    finds: [],
  },
]
