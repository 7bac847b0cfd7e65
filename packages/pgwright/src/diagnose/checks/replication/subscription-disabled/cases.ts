import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  // A database with a subscription can't be dropped, so that none is planted.
  {
    title: 'finds one that is disabled',
    given: [{ name: 'Sleeping', on_error: true, slot: true }],
    finds: ['"Sleeping"'],
  },
  { title: 'leaves a database without any', planted: 'create table t (id int)', finds: [] },
]
