import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds each line that is wrong',
    given: [
      { file: '/etc/postgresql.conf', line: 7, name: 'shared_bufers', error: 'unrecognized configuration parameter' },
      { file: '/etc/postgresql.conf', line: 9, name: null, error: 'syntax error' },
    ],
    finds: ['/etc/postgresql.conf:9', 'shared_bufers'],
  },
  { title: 'finds nothing where all lines are right', planted: 'create table t (id int)', finds: [] },
]
