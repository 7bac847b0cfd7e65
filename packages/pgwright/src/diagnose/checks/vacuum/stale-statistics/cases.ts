import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds what was never analyzed or changed since, and leaves fresh statistics and few changes',
    planted: `
      create table never (id int primary key) with (autovacuum_enabled = off);
      create table changed (id int primary key) with (autovacuum_enabled = off);
      create table parent (id int primary key) partition by range (id);
      create table "P 1" partition of parent for values from (0) to (50000) with (autovacuum_enabled = off);
      create table near_fresh (id int primary key) with (autovacuum_enabled = off);
      create table near_few_changes (id int primary key) with (autovacuum_enabled = off);
      create table near_small (id int primary key) with (autovacuum_enabled = off);
      insert into never select i from generate_series(1, 2000) i;
      insert into changed select i from generate_series(1, 20000) i;
      insert into parent select i from generate_series(1, 2000) i;
      insert into near_fresh select i from generate_series(1, 20000) i;
      insert into near_few_changes select i from generate_series(1, 20000) i;
      insert into near_small select i from generate_series(1, 500) i;
      select pg_stat_force_next_flush();
      analyze changed, near_fresh, near_few_changes;
      update changed set id = id + 100000;
      update near_few_changes set id = id + 100000 where id < 2000;
      select pg_stat_force_next_flush();`,
    since: 15, // which can have counters flushed
    server: { now: new Date(Date.now() + 2 * 3_600_000) },
    finds: ['public.never', 'public.changed', 'public.parent'],
    leaves: ['public."P 1"', 'public.near_fresh', 'public.near_few_changes', 'public.near_small'],
  },
  {
    title: 'leaves what was analyzed a moment ago, whose rows may be counted after that',
    planted: `
      create table near_just_loaded (id int primary key) with (autovacuum_enabled = off);
      insert into near_just_loaded select i from generate_series(1, 20000) i;
      analyze near_just_loaded;`,
    finds: [],
    leaves: ['public.near_just_loaded'],
  },
]
