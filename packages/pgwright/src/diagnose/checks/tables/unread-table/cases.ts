import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table that is only written, and leaves what is read by an index, or is small',
    since: 15, // which can be told to count at once
    planted: `
      create table only_written (id int, x text);
      create table near_read (id int primary key, x text);
      create table near_small (id int);
      insert into only_written select i, repeat('x', 50) from generate_series(1, 20000) i;
      insert into near_read select i, repeat('x', 50) from generate_series(1, 20000) i;
      insert into near_small values (1);
      analyze;
      select x from near_read where id = 7;
      select pg_stat_force_next_flush();`,
    finds: ['public.only_written'],
    leaves: ['public.near_read', 'public.near_small'],
  },
  {
    title: 'says nothing while counters are young',
    given: [{ schema: 'public', name: 'near_young', bytes: 1e9, inserted: 5 }],
    server: { statsSince: new Date() },
    finds: [],
    leaves: ['public.near_young'],
  },
]
