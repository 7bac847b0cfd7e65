import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds tables of one column and less, dropped ones not counted, and leaves others',
    planted: `
      create table t (id int primary key, x int);
      alter table t drop column x;
      create table nothing ();
      create table near_t (id int primary key, x int);`,
    finds: ['public.t', 'public.nothing'],
    leaves: ['public.near_t'],
  },
]
