import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a large table with the default, and leaves one with its own threshold and one without changes',
    since: 15, // which can be told to count at once
    planted: `
      create table "Large t" (id int, x int);
      create table near_own (id int, x int) with (autovacuum_vacuum_scale_factor = 0.01);
      create table near_unchanged (id int, x int);
      create table near_small (id int, x int);
      insert into "Large t" select i, i from generate_series(1, 100000) i;
      insert into near_own select i, i from generate_series(1, 100000) i;
      insert into near_small select i, i from generate_series(1, 100000) i;
      update "Large t" set x = x + 1;
      update near_own set x = x + 1;
      update near_small set x = x + 1;
      select pg_stat_force_next_flush();
      alter table "Large t" set (autovacuum_enabled = off);
      alter table near_own set (autovacuum_enabled = off);
      alter table near_unchanged set (autovacuum_enabled = off);
      update pg_class set reltuples = 50000000 where oid in ('"Large t"'::regclass, 'near_own'::regclass,
        'near_unchanged'::regclass);`,
    finds: ['public."Large t"'],
    leaves: ['public.near_own', 'public.near_unchanged', 'public.near_small'],
  },
]
