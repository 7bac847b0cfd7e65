import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds pages by OFFSET, and leaves those by a key',
    planted: `create table t (id int primary key, at timestamptz)`,
    statements: [
      'select * from t order by id limit $1 offset $2',
      'select * from t where id > $1 order by id limit $2',
    ],
    finds: ['select * from t order by id limit $1 offset $2'],
    leaves: ['select * from t where id > $1 order by id limit $2'],
  },
]
