import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds the beginning of a longer index, and leaves what differs or does more',
    planted: `
      create table t (id int primary key, x int, y int, z text, unique (x, z));
      create index beginning on t (x);
      create index of_three on t (y, z);
      create index near_longest on t (y, z, x);
      create index near_unique_subset on t (z, id);
      create unique index near_unique on t (z, id, x);
      create unique index near_unique_too on t (y);
      create index near_desc on t (x desc);
      create index near_pattern on t (z text_pattern_ops);
      create index near_hash on t using hash (y);
      create index near_partial on t (y) where x > 0;
      create index near_upper on t (upper(z));
      create index near_lower_more on t (lower(z), x);
      create index near_included on t (id) include (y);`,
    finds: ['public.beginning', 'public.of_three', 'public.near_unique_subset'],
    leaves: [
      'public.near_longest',
      'public.near_unique',
      'public.near_unique_too',
      'public.near_desc',
      'public.near_pattern',
      'public.near_hash',
      'public.near_partial',
      'public.near_upper',
      'public.near_lower_more',
      'public.near_included',
    ],
  },
  {
    title: 'compares expressions, predicates and included columns, and names the longest of a chain',
    planted: `
      create table t (id int primary key, x int, z text);
      create index one on t (lower(z));
      create index two on t (lower(z), x);
      create index near_three on t (lower(z), x, id);
      create index partial on t (x) where z is null;
      create index near_partial on t (x, id) where z is null;
      create index near_not_covered on t (id, x) include (z);
      create index near_wide on t (id, x, z);`,
    finds: ['public.one', 'public.two', 'public.partial', 'public.near_not_covered'],
    leaves: ['public.near_three', 'public.near_partial', 'public.near_wide'],
  },
  {
    title: 'names the index of a partitioned table, and leaves what replication and foreign keys rest on',
    planted: `
      create table parent (id int not null, x int not null, y int) partition by range (id);
      create table child partition of parent for values from (0) to (10);
      create index one on parent (x);
      create index two on parent (x, y);
      create table "S" (a int not null, b int not null);
      create unique index near_identity on "S" (a);
      alter table "S" replica identity using index near_identity;
      create index near_more on "S" (a, b);`,
    finds: ['public.one'],
    leaves: ['public.child_x_idx', 'public.near_identity', 'public.near_more'],
  },
]
