import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a large sort, and leaves one that a limit cuts and one that an index gives',
    planted: `
      create table orders (id int primary key, customer int not null, note text);
      insert into orders select i, i % 5000, repeat(md5(i::text), 6) from generate_series(1, 60000) i;
      analyze orders;`,
    statements: [
      'select * from orders order by note',
      'select * from orders order by note limit 10',
      'select * from orders order by id',
    ],
    finds: ['select * from orders order by note'],
    leaves: ['select * from orders order by note limit 10', 'select * from orders order by id'],
  },
]
