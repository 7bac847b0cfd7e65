import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds an index on a few common values, and leaves rare ones, those in order, and what is read',
    since: 15, // which can be told to count at once
    planted: `
      create table kinds (id int primary key);
      insert into kinds select generate_series(0, 4);
      create table t (id int primary key, kind int, state int, ordered int, read int, kind_id int references kinds);
      insert into t select i, i % 4, case when i % 1000 = 0 then 1 else 0 end, i / 50000, i % 3, i % 5
        from generate_series(1, 150000) i;
      create index "on kind" on t (kind);
      create index near_rare on t (state);
      create index near_ordered on t (ordered);
      create index near_read on t (read);
      create index near_foreign on t (kind_id);
      create index near_more on t (kind, id);
      analyze;
      set enable_seqscan = off;
      select count(*) from t where read = 1;
      reset enable_seqscan;
      select pg_stat_force_next_flush();`,
    finds: ['public."on kind"'],
    leaves: ['public.near_rare', 'public.near_ordered', 'public.near_read', 'public.near_foreign', 'public.near_more'],
  },
]
