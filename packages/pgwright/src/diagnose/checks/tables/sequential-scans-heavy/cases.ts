import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table that is read whole, and leaves one that is read by its first rows, or is small',
    since: 15, // which can be told to count at once
    planted: `
      create table read_whole (id int primary key, x int);
      create table near_first_rows (id int primary key, x int);
      create table near_small (id int primary key, x int);
      insert into read_whole select i, i from generate_series(1, 30000) i;
      insert into near_first_rows select i, i from generate_series(1, 30000) i;
      insert into near_small select i, i from generate_series(1, 100) i;
      analyze;
      do $$ begin
        for i in 1..400 loop
          perform count(x) from read_whole;
          perform x from near_first_rows limit 1;
          perform count(x) from near_small;
        end loop;
      end $$;
      select pg_stat_force_next_flush();`,
    finds: ['public.read_whole'],
    leaves: ['public.near_first_rows', 'public.near_small'],
  },
  {
    title: 'leaves what is read whole some times a day',
    given: [{ schema: 'public', name: 'near_dumped', rows: 1e6, scans: 200, read: 2e8 }],
    server: { statsSince: new Date(Date.now() - 100 * 86_400_000) },
    finds: [],
    leaves: ['public.near_dumped'],
  },
]
