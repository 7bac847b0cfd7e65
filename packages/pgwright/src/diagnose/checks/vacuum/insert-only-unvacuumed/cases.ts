import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds inserted rows that no vacuum has seen, and leaves those that one has',
    since: 15, // which can be told to count at once
    planted: `
      create table unseen (id int) with (autovacuum_enabled = off);
      create table near_seen (id int) with (autovacuum_enabled = off);
      create table near_few (id int) with (autovacuum_enabled = off);
      insert into unseen select i from generate_series(1, 1000000) i;
      insert into near_seen select i from generate_series(1, 200000) i;
      insert into near_few select i from generate_series(1, 20000) i;
      select pg_stat_force_next_flush();
      analyze;
      vacuum near_seen;`,
    finds: ['public.unseen'],
    leaves: ['public.near_seen', 'public.near_few'],
  },
]
