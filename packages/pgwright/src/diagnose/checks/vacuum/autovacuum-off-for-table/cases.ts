import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds tables and partitions that have it off, and leaves those with other options',
    planted: `
      create table "Off t" (id int primary key) with (autovacuum_enabled = false);
      create table parent (id int primary key) partition by range (id);
      create table one partition of parent for values from (0) to (10) with (autovacuum_enabled = off);
      create table near_two partition of parent for values from (10) to (20);
      create table near_on (id int primary key) with (autovacuum_enabled = on);
      create table near_option (id int primary key) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.01);`,
    finds: ['public."Off t"', 'public.parent'],
    leaves: ['public.one', 'public.near_two', 'public.near_on', 'public.near_option'],
  },
]
