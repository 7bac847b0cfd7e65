import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table that others inherit from, and leaves partitioned ones',
    planted: `
      create table "Base t" (id int primary key);
      create table near_child (x int) inherits ("Base t");
      create table near_parent (id int primary key) partition by range (id);
      create table near_part partition of near_parent for values from (0) to (10);`,
    finds: ['public."Base t"'],
    leaves: ['public.near_child', 'public.near_parent', 'public.near_part'],
  },
]
