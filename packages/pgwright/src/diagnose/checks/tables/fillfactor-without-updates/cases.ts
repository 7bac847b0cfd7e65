import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds room that no update takes, and leaves tables with updates, full ones and small ones',
    since: 15, // which can be told to count at once
    planted: `
      create table "Roomy t" (id int primary key, pad text) with (fillfactor = 50, autovacuum_enabled = off);
      create table near_updated (id int primary key, pad text) with (fillfactor = 50, autovacuum_enabled = off);
      create table near_full (id int primary key, pad text) with (autovacuum_enabled = off);
      create table near_small (id int primary key, pad text) with (fillfactor = 50, autovacuum_enabled = off);
      insert into "Roomy t" select i, repeat('x', 190) from generate_series(1, 30000) i;
      insert into near_updated select i, repeat('x', 190) from generate_series(1, 30000) i;
      insert into near_full select i, repeat('x', 190) from generate_series(1, 60000) i;
      insert into near_small select i, repeat('x', 190) from generate_series(1, 1000) i;
      update near_updated set pad = 'y' || pad where id % 10 = 0;
      vacuum analyze;
      select pg_stat_force_next_flush();`,
    finds: ['public."Roomy t"'],
    leaves: ['public.near_updated', 'public.near_full', 'public.near_small'],
  },
  {
    title: 'says nothing while counters are young',
    given: [{ schema: 'public', name: 'near_young', parts: 1, bytes: 1e9, room: 5e8, rows: 1e6, updates: 0 }],
    server: { statsSince: new Date() },
    finds: [],
    leaves: ['public.near_young'],
  },
]
