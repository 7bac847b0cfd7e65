import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds the second of two, and leaves indexes that differ in class, order, method or predicate',
    planted: `
      create table t (id int primary key, x int, z text);
      create index one on t (x);
      create index two on t (x);
      create index like_the_key on t (id);
      create index near_desc on t (x desc);
      create index near_hash on t using hash (x);
      create index near_partial on t (x) where z is null;
      create index near_plain on t (z);
      create index near_pattern on t (z text_pattern_ops);
      create index near_collation on t (z collate "C");
      create index near_upper on t (upper(z));
      create index near_lower on t (lower(z));
      create index near_including on t (x) include (z);`,
    finds: ['public.two', 'public.like_the_key'],
    leaves: [
      'public.near_desc',
      'public.near_hash',
      'public.near_partial',
      'public.near_plain',
      'public.near_pattern',
      'public.near_collation',
      'public.near_upper',
      'public.near_lower',
      'public.near_including',
    ],
  },
  {
    title: 'names the index of a partitioned table, and not those of its partitions',
    planted: `
      create table parent (id int, x int) partition by range (id);
      create table child partition of parent for values from (0) to (10);
      create index one on parent (x);
      create index two on parent (x);`,
    finds: ['public.two'],
    leaves: ['public.child_x_idx', 'public.child_x_idx1'],
  },
  {
    title: 'leaves an index that a constraint rests on, and quotes odd names',
    planted: `
      create schema "S 1";
      create table "S 1"."T" (id int, unique (id));
      create index "A ""b" on "S 1"."T" (id);`,
    finds: ['"S 1"."A ""b"'],
    leaves: ['"S 1"."T_id_key"'],
  },
]
