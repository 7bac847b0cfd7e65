import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds tables without a key, those with a unique index too, and leaves views and partitions',
    planted: `
      create table "No key" (a int, b text);
      create table unique_nullable (a int unique);
      create table unique_partial (a int not null);
      create unique index on unique_partial (a) where a > 5;
      create table unique_whole (a int not null, b int not null, unique (a, b));
      create table near_key (a int primary key);
      create table near_parent (a int primary key) partition by range (a);
      create table near_child partition of near_parent for values from (0) to (10);
      create view near_view as select 1 as a;
      create materialized view near_matview as select 1 as a;
      create table parent (a int) partition by range (a);
      create table near_keyless_child partition of parent for values from (0) to (10);
      create table keyed_parts (a int) partition by range (a);
      create table near_keyed_part partition of keyed_parts (primary key (a)) for values from (0) to (10);
      create temp table near_temp (a int);`,
    finds: [
      'public."No key"',
      'public.unique_nullable',
      'public.unique_partial',
      'public.unique_whole',
      'public.parent',
      'public.keyed_parts',
    ],
    leaves: [
      'public.near_key',
      'public.near_parent',
      'public.near_child',
      'public.near_keyless_child',
      'public.near_keyed_part',
    ],
  },
]
