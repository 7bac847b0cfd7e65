import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a count of all rows, and leaves one with a condition, by groups or of few',
    planted: `
      create table large (id int primary key, x int);
      insert into large select i, i % 10 from generate_series(1, 120000) i;
      create table few (id int primary key);
      analyze large; analyze few;`,
    statements: [
      'select count(*) from large',
      'select count(*) from large where x = $1',
      'select x, count(*) from large group by x',
      'select count(*) from few',
    ],
    finds: ['select count(*) from large'],
    leaves: [
      'select count(*) from large where x = $1',
      'select x, count(*) from large group by x',
      'select count(*) from few',
    ],
  },
]
