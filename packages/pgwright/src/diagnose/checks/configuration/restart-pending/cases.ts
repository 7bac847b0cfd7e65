import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'names each setting that waits', given: [{ name: 'max_connections' }], finds: ['max_connections'] },
  { title: 'finds nothing where nothing waits', given: [], finds: [] },
]
