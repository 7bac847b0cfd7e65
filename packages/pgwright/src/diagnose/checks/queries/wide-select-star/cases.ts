import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds all columns of wide rows, and leaves named ones, narrow ones and a count',
    planted: `
      create table wide (id int primary key, a text, b text);
      insert into wide select i, repeat('a', 400), repeat('b', 400) from generate_series(1, 1000) i;
      create table narrow (id int primary key, x int);
      insert into narrow select i, i from generate_series(1, 1000) i;
      analyze wide; analyze narrow;`,
    statements: [
      'select * from wide where id = $1',
      'select id, a from wide where id = $1',
      'select * from narrow where id = $1',
      'select count(*) from wide',
    ],
    finds: ['select * from wide where id = $1'],
    leaves: ['select id, a from wide where id = $1', 'select * from narrow where id = $1', 'select count(*) from wide'],
  },
]
