import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a nullable column in a unique index of several, and leaves those where nulls can not hide rows',
    planted: `
      create table t (id int primary key, a int not null, b int, c int not null, one int unique);
      create unique index "U i" on t (a, b);
      create unique index near_not_null on t (a, c);
      create unique index near_partial on t (a, b) where b is not null;
      create unique index near_included on t (a, c) include (b);`,
    finds: ['public."U i"'],
    leaves: ['public.near_not_null', 'public.near_partial', 'public.near_included', 'public.t_one_key'],
  },
  {
    title: 'leaves one that takes nulls to be alike',
    planted: `
      create table t (id int primary key, a int not null, b int);
      create unique index near_alike on t (a, b) nulls not distinct;`,
    since: 15,
    finds: [],
    leaves: ['public.near_alike'],
  },
]
