import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds that the one is not there, and that one of two is not',
    given: [
      { names: 'standby1', commit: 'on', present: 0 },
      { names: 'ANY 2 (a, b, c)', commit: 'remote_apply', present: 1 },
    ],
    finds: ['synchronous_standby_names', 'synchronous_standby_names'],
  },
  {
    title: 'leaves a server that waits for none, or whose standbys are there',
    given: [
      { names: '', commit: 'on', present: 0 },
      { names: 'FIRST 1 (a, b)', commit: 'on', present: 1 },
      { names: '*', commit: 'on', present: 1 },
      { names: 'standby1', commit: 'local', present: 0 },
    ],
    finds: [],
  },
  { title: 'finds nothing on a server alone', planted: 'create table t (id int)', finds: [] },
]
