import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that it is off',
    given: [{ name: 'standard_conforming_strings', setting: 'off' }],
    finds: ['standard_conforming_strings'],
  },
  { title: 'finds nothing where it is on', given: [{ name: 'standard_conforming_strings', setting: 'on' }], finds: [] },
]
