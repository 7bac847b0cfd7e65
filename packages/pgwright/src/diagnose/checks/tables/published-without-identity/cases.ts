import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds published tables without an identity, and leaves those that have one or only take inserts',
    planted: `
      create table no_key (id int);
      create table "Said nothing" (id int primary key);
      alter table "Said nothing" replica identity nothing;
      create table parent (id int) partition by range (id);
      create table near_part partition of parent for values from (0) to (10);
      create table near_key (id int primary key);
      create table near_full (id int);
      alter table near_full replica identity full;
      create table near_index (id int not null unique);
      alter table near_index replica identity using index near_index_id_key;
      create table near_inserts (id int);
      create table near_unpublished (id int);
      create publication "P b" for table no_key, "Said nothing", parent, near_key, near_full, near_index;
      create publication inserts for table near_inserts with (publish = 'insert');`,
    finds: ['public.no_key', 'public."Said nothing"', 'public.parent'],
    leaves: [
      'public.near_part',
      'public.near_key',
      'public.near_full',
      'public.near_index',
      'public.near_inserts',
      'public.near_unpublished',
    ],
  },
]
