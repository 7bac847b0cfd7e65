import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'names one that has failed',
    given: [{ name: 'orders', applying: 12, copying: 0, since: null }],
    finds: ['orders'],
  },
  { title: 'finds nothing without any', planted: 'create table t (id int)', finds: [] },
]
