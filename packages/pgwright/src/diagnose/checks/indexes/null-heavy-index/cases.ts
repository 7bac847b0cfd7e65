import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds an index of mostly nulls, and leaves partial, unique and small ones',
    planted: `
      create table t (id int primary key, x int, y int, u int unique);
      insert into t select i, case when i % 50 = 0 then i end, i, case when i % 50 = 0 then i end
        from generate_series(1, 200000) i;
      create index "mostly Null" on t (x);
      create index near_partial on t (x) where x is not null;
      create index near_filled on t (y);
      create index near_more on t (x, y);
      create table small (id int primary key, x int);
      insert into small select i, null from generate_series(1, 1000) i;
      create index near_small on small (x);
      analyze;`,
    finds: ['public."mostly Null"'],
    leaves: ['public.near_partial', 'public.near_filled', 'public.near_more', 'public.t_u_key', 'public.near_small'],
  },
]
