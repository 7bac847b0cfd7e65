import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table of more than 100 GB, by the size that the catalog has, and leaves a large partition',
    planted: `
      create table "Huge t" (id int primary key);
      create table near_parent (id int primary key) partition by range (id);
      create table near_part partition of near_parent for values from (0) to (10);
      create table near_small (id int primary key);
      update pg_class set relpages = 20000000, reltuples = 1000000000
        where oid in ('"Huge t"'::regclass, 'near_part'::regclass);`,
    finds: ['public."Huge t"'],
    leaves: ['public.near_parent', 'public.near_part', 'public.near_small'],
  },
]
