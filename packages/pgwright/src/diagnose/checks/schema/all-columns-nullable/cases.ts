import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table that demands nothing, and leaves one that does, or has but one column',
    planted: `
      create table t (id int primary key, x int, y int);
      create table near_t (id int primary key, x int, y int not null);
      create table near_one (id int primary key, x int);`,
    finds: ['public.t'],
    leaves: ['public.near_t', 'public.near_one'],
  },
]
