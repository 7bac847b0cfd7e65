import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds an index that was built after the last analyze, and leaves one before, small tables and columns',
    planted: `
      create table "E t" (id int primary key, name text) with (autovacuum_enabled = off);
      create table small (id int primary key, name text) with (autovacuum_enabled = off);
      insert into "E t" select i, md5(i::text) from generate_series(1, 5000) i;
      insert into small select i, md5(i::text) from generate_series(1, 50) i;
      create index near_before on "E t" (upper(name));
      analyze;
      create index "after It" on "E t" (lower(name), id);
      create index near_column on "E t" (name);
      create index near_small on small (lower(name));`,
    finds: ['public."after It"'],
    leaves: ['public.near_before', 'public.near_column', 'public.near_small'],
  },
  {
    title: 'names the index of a partitioned table',
    planted: `
      create table parent (id int, name text) partition by range (id);
      create table one partition of parent for values from (0) to (5000) with (autovacuum_enabled = off);
      create table two partition of parent for values from (5000) to (9999) with (autovacuum_enabled = off);
      insert into parent select i, md5(i::text) from generate_series(1, 9000) i;
      analyze;
      create index on_lower on parent (lower(name));`,
    finds: ['public.on_lower'],
    leaves: ['public.one_lower_idx', 'public.two_lower_idx'],
  },
]
