import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds each that is on',
    given: [
      { name: 'zero_damaged_pages', setting: 'on' },
      { name: 'ignore_checksum_failure', setting: 'on' },
      { name: 'ignore_invalid_pages', setting: 'off' },
    ],
    finds: ['ignore_checksum_failure', 'zero_damaged_pages'],
    leaves: ['ignore_invalid_pages'],
  },
]
