import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table without rows, and leaves those that have some or had',
    since: 15, // which can be told to count at once
    planted: `
      create table empty (id int primary key);
      create table parent (id int) partition by range (id);
      create table near_child partition of parent for values from (0) to (10);
      create table near_filled (id int primary key);
      insert into near_filled values (1);
      create table near_emptied (id int primary key);
      insert into near_emptied values (1);
      delete from near_emptied;
      select pg_stat_force_next_flush();`,
    finds: ['public.empty', 'public.parent'],
    leaves: ['public.near_filled', 'public.near_emptied', 'public.near_child'],
  },
]
