import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table whose updates change an indexed column, and leaves heap-only and moving ones',
    planted: `
      create table changed (id int primary key, x int, y int) with (autovacuum_enabled = off, fillfactor = 40);
      create table near_other (id int primary key, x int, y int) with (autovacuum_enabled = off, fillfactor = 40);
      create table near_brin (id int primary key, x int, y int) with (autovacuum_enabled = off, fillfactor = 40);
      create table near_moving (id int primary key, x int, y int) with (autovacuum_enabled = off);
      create index on changed (x);
      create index on near_other (x);
      create index on near_brin using brin (y);
      insert into changed select i, i, i from generate_series(1, 12000) i;
      insert into near_other select i, i, i from generate_series(1, 12000) i;
      insert into near_brin select i, i, i from generate_series(1, 12000) i;
      insert into near_moving select i, i, i from generate_series(1, 12000) i;
      update changed set x = x + 1;
      update near_other set y = y + 1;
      update near_brin set y = y + 1;
      update near_moving set y = y + 1;
      select pg_stat_force_next_flush();`,
    since: 16,
    finds: ['public.changed'],
    leaves: ['public.near_other', 'public.near_brin', 'public.near_moving'],
  },
]
