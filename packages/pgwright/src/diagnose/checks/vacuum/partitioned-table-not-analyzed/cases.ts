import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a parent of which only the partitions were analyzed, and leaves analyzed and small ones',
    planted: `
      create table "P t" (id int primary key) partition by range (id);
      create table one partition of "P t" for values from (0) to (50000);
      create table near_analyzed (id int primary key) partition by range (id);
      create table near_one partition of near_analyzed for values from (0) to (50000);
      create table near_small (id int primary key) partition by range (id);
      create table near_two partition of near_small for values from (0) to (50000);
      insert into "P t" select i from generate_series(1, 2000) i;
      insert into near_analyzed select i from generate_series(1, 2000) i;
      insert into near_small select i from generate_series(1, 100) i;
      analyze one;
      analyze near_analyzed;`,
    finds: ['public."P t"'],
    leaves: ['public.one', 'public.near_analyzed', 'public.near_one', 'public.near_small'],
  },
]
