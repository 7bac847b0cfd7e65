import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a lost one, and one that is about to be',
    given: [
      { name: 'a', type: 'physical', status: 'lost' },
      { name: 'b', type: 'logical', status: 'unreserved' },
    ],
    finds: ['a', 'b'],
  },
  { title: 'finds nothing on a server without slots', planted: 'create table t (id int)', finds: [] },
]
