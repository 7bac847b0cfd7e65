import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds unlogged tables and partitions, and leaves temporary ones',
    planted: `
      create unlogged table lost (id int primary key);
      create table parent (id int primary key) partition by range (id);
      create unlogged table child partition of parent for values from (0) to (10);
      create table near_child partition of parent for values from (10) to (20);
      create table near_logged (id int primary key);
      create temp table near_temp (id int);`,
    finds: ['public.lost', 'public.parent'],
    leaves: ['public.child', 'public.near_child', 'public.near_logged'],
  },
]
