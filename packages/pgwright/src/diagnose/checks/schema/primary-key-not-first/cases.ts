import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a key behind other columns, and leaves one that stands first, also by several columns',
    planted: `
      create table t (x int, id int primary key);
      create table near_t (id int primary key, x int);
      create table near_two (a int, b int, x int, primary key (b, a));
      create table near_dropped (x int, id int primary key);
      alter table near_dropped drop column x;`,
    finds: ['public.t'],
    leaves: ['public.near_t', 'public.near_two', 'public.near_dropped'],
  },
]
