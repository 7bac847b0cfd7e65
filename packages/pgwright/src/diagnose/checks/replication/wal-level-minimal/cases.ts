import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that it is minimal',
    given: [{ name: 'wal_level', setting: 'minimal' }],
    finds: ['wal_level'],
  },
  { title: 'leaves the default', given: [{ name: 'wal_level', setting: 'replica' }], finds: [] },
]
