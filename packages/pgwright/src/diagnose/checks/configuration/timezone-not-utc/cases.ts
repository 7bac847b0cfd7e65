import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a zone of a place',
    given: [{ name: 'TimeZone', setting: 'Europe/Berlin' }],
    finds: ['TimeZone'],
  },
  {
    title: 'leaves UTC by any of its names',
    given: [{ name: 'TimeZone', setting: 'Etc/UTC' }],
    finds: [],
  },
]
