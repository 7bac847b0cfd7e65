import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds tables without a comment, and leaves those with one, and partitions',
    planted: `
      create table t (id int primary key);
      create table near_t (id int primary key);
      comment on table near_t is 'What it is.';
      create table near_parent (id int primary key) partition by range (id);
      create table near_part partition of near_parent for values from (0) to (10);
      comment on table near_parent is 'What it is.';`,
    finds: ['public.t'],
    leaves: ['public.near_t', 'public.near_part', 'public.near_parent'],
  },
]
