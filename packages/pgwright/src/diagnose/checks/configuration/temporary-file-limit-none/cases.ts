import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'finds none', given: [{ name: 'temp_file_limit', setting: '-1' }], finds: ['temp_file_limit'] },
  { title: 'leaves one', given: [{ name: 'temp_file_limit', setting: '10485760' }], finds: [] },
]
