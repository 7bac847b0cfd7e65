import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds an order by random(), and leaves other uses of it',
    planted: `create table t (id int primary key)`,
    statements: [
      'select * from t order by random() limit 5',
      'select * from t where id > random() * 5 order by id limit 5',
    ],
    finds: ['select * from t order by random() limit 5'],
    leaves: ['select * from t where id > random() * 5 order by id limit 5'],
  },
]
