import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table with full pages, and leaves one with room',
    planted: `
      create table full_pages (id int primary key, x int) with (autovacuum_enabled = off);
      create table near_room (id int primary key, x int) with (autovacuum_enabled = off, fillfactor = 40);
      create table near_few (id int primary key, x int) with (autovacuum_enabled = off);
      insert into full_pages select i, i from generate_series(1, 12000) i;
      insert into near_room select i, i from generate_series(1, 12000) i;
      insert into near_few select i, i from generate_series(1, 1000) i;
      update full_pages set x = x + 1;
      update near_room set x = x + 1;
      update near_few set x = x + 1;
      select pg_stat_force_next_flush();`,
    since: 16,
    finds: ['public.full_pages'],
    leaves: ['public.near_room', 'public.near_few'],
  },
]
