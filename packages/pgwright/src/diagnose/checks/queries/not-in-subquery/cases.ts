import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds NOT IN with a subquery, and leaves a list and NOT EXISTS',
    planted: `create table a (id int primary key); create table b (id int primary key, a_id int)`,
    statements: [
      'select * from a where id not in (select a_id from b)',
      'select * from a where id not in ($1, $2)',
      'select * from a where not exists (select from b where a_id = a.id)',
    ],
    finds: ['select * from a where id not in (select a_id from b)'],
    leaves: [
      'select * from a where id not in ($1, $2)',
      'select * from a where not exists (select from b where a_id = a.id)',
    ],
  },
]
