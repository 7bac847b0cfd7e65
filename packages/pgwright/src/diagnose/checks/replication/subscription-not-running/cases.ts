import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  { title: 'names one that does not run', given: [{ name: 'orders' }], finds: ['orders'] },
  { title: 'finds nothing without any', planted: 'create table t (id int)', finds: [] },
]
