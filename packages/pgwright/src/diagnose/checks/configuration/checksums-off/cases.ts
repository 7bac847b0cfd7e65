import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that there are none',
    given: [{ name: 'data_checksums', setting: 'off' }],
    finds: ['data_checksums'],
  },
  { title: 'finds nothing where pages have them', given: [{ name: 'data_checksums', setting: 'on' }], finds: [] },
]
