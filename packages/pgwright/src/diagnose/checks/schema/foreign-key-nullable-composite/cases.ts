import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds keys that can be null by halves, and leaves those that can not',
    planted: `
      create table parent (a int, b int, primary key (a, b));
      create table t (id int primary key, a int, b int, foreign key (a, b) references parent);
      create table near_one (id int primary key, a int not null, b int, foreign key (a, b) references parent);
      create table near_full (id int primary key, a int, b int, foreign key (a, b) references parent match full);
      create table near_checked (id int primary key, a int, b int, foreign key (a, b) references parent,
      check ((a is null) = (b is null)));
      create table near_single (id int primary key, a int references near_full);`,
    finds: ['public.t.t_a_b_fkey'],
    leaves: [
      'public.near_one.near_one_a_b_fkey',
      'public.near_full.near_full_a_b_fkey',
      'public.near_checked.near_checked_a_b_fkey',
      'public.near_single.near_single_a_fkey',
    ],
  },
]
