import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a join without a condition, and leaves one with it',
    planted: `
      create table a (id int primary key, x int);
      create table b (id int primary key, a_id int);
      insert into a select i, i from generate_series(1, 3000) i;
      insert into b select i, i % 3000 from generate_series(1, 3000) i;
      analyze a; analyze b;`,
    statements: [
      'select * from a, b',
      'select * from a join b on b.a_id = a.id',
      'select * from a cross join (select max(id) from b) m',
    ],
    finds: ['select * from a, b'],
    leaves: ['select * from a join b on b.a_id = a.id', 'select * from a cross join (select max(id) from b) m'],
  },
]
