import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds OVERLAPS, and leaves ranges',
    planted: `create table t (id int primary key, a timestamptz, b timestamptz)`,
    statements: [
      'select * from t where (a, b) overlaps ($1::timestamptz, $2::timestamptz)',
      'select * from t where tstzrange(a, b) && tstzrange($1, $2)',
    ],
    finds: ['select * from t where (a, b) overlaps ($1::timestamptz, $2::timestamptz)'],
    leaves: ['select * from t where tstzrange(a, b) && tstzrange($1, $2)'],
  },
]
