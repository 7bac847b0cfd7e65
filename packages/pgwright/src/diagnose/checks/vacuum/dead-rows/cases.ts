import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds dead rows, those of partitions summed up, and leaves few and what is not due yet',
    since: 15, // which can be told to count at once
    planted: `
      create table "D t" (id int primary key, x int) with (autovacuum_enabled = off);
      create table parent (id int primary key, x int) partition by range (id);
      create table one partition of parent for values from (0) to (20000) with (autovacuum_enabled = off);
      create table two partition of parent for values from (20000) to (40000) with (autovacuum_enabled = off);
      create table near_few (id int primary key, x int) with (autovacuum_enabled = off);
      create table near_not_due (id int primary key, x int)
        with (autovacuum_enabled = off, autovacuum_vacuum_threshold = 100000);
      insert into "D t" select i, i from generate_series(1, 20000) i;
      insert into parent select i, i from generate_series(1, 39999) i;
      insert into near_few select i, i from generate_series(1, 5000) i;
      insert into near_not_due select i, i from generate_series(1, 20000) i;
      analyze;
      update "D t" set x = x + 1;
      update parent set x = x + 1 where id % 4 < 3;
      update near_few set x = x + 1;
      update near_not_due set x = x + 1;
      select pg_stat_force_next_flush();`,
    finds: ['public."D t"', 'public.parent'],
    leaves: ['public.one', 'public.two', 'public.near_few', 'public.near_not_due'],
  },
]
