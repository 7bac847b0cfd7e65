import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that it is off',
    given: [{ name: 'full_page_writes', setting: 'off' }],
    finds: ['full_page_writes'],
  },
  { title: 'finds nothing where it is on', given: [{ name: 'full_page_writes', setting: 'on' }], finds: [] },
]
