import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds rows in the default partition of ranges, and leaves an empty one and one of lists',
    since: 15, // which can be told to count at once
    planted: `
      create table parent (id int primary key) partition by range (id);
      create table one partition of parent for values from (0) to (10);
      create table "the Rest" partition of parent default;
      insert into parent values (5), (50);
      create table empty_parent (id int primary key) partition by range (id);
      create table near_empty partition of empty_parent default;
      create table listed (id int primary key) partition by list (id);
      create table near_listed partition of listed default;
      insert into listed values (1);
      select pg_stat_force_next_flush();`,
    finds: ['public."the Rest"'],
    leaves: ['public.one', 'public.near_empty', 'public.near_listed'],
  },
]
