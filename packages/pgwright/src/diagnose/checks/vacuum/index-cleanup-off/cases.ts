import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds tables and partitions that have it off, and leaves automatic ones and those without an index',
    planted: `
      create table "Off t" (id int primary key) with (vacuum_index_cleanup = off);
      create table parent (id int primary key) partition by range (id);
      create table one partition of parent for values from (0) to (10) with (vacuum_index_cleanup = false);
      create table near_auto (id int primary key) with (vacuum_index_cleanup = auto);
      create table near_on (id int primary key) with (vacuum_index_cleanup = on);
      create table near_no_index (id int) with (vacuum_index_cleanup = off);`,
    finds: ['public."Off t"', 'public.parent'],
    leaves: ['public.one', 'public.near_auto', 'public.near_on', 'public.near_no_index'],
  },
]
