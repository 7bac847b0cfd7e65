import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds an OR over two tables, and leaves one over a single table',
    planted: `
      create table a (id int primary key, x int, t text);
      create table b (id int primary key, a_id int, y int, t text);
      insert into a select i, i, repeat('a', 80) from generate_series(1, 30000) i;
      insert into b select i, i, i, repeat('b', 80) from generate_series(1, 30000) i;
      analyze a; analyze b;`,
    statements: [
      'select * from a join b on b.a_id = a.id where a.x = $1 or b.y = $2',
      'select * from a join b on b.a_id = a.id where a.x = $1 or a.id = $2',
    ],
    finds: ['select * from a join b on b.a_id = a.id where a.x = $1 or b.y = $2'],
    leaves: ['select * from a join b on b.a_id = a.id where a.x = $1 or a.id = $2'],
  },
]
