import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a key without one, with a partial one, a BRIN one, or one that begins with another column',
    planted: `
      create table parent (id int primary key);
      create table bare (id int primary key, parent_id int references parent);
      create table partial_only (id int primary key, parent_id int references parent);
      create index on partial_only (parent_id) where parent_id > 5;
      create table brin_only (id int primary key, parent_id int references parent);
      create index on brin_only using brin (parent_id);
      create table later_key (id int primary key, x int, parent_id int references parent);
      create index on later_key (x, parent_id);
      create table near_indexed (id int primary key, parent_id int references parent, x int);
      create index on near_indexed (parent_id, x);
      create table other_nulls (id int primary key, parent_id int references parent, x int);
      create index on other_nulls (parent_id) where x is not null;
      create table near_nulls (id int primary key, "Parent id" int references parent);
      create index on near_nulls ("Parent id") where "Parent id" is not null;
      create table near_hash (id int primary key, parent_id int references parent);
      create index on near_hash using hash (parent_id);`,
    finds: [
      'public.bare.bare_parent_id_fkey',
      'public.partial_only.partial_only_parent_id_fkey',
      'public.other_nulls.other_nulls_parent_id_fkey',
      'public.brin_only.brin_only_parent_id_fkey',
      'public.later_key.later_key_parent_id_fkey',
    ],
    leaves: [
      'public.near_indexed.near_indexed_parent_id_fkey',
      'public.near_hash.near_hash_parent_id_fkey',
      'public.near_nulls.near_nulls_Parent id_fkey',
    ],
  },
  {
    title: 'takes the columns of a key of several in any order',
    planted: `
      create table parent (a int, b int, primary key (a, b));
      create table near_turned (id int primary key, a int, b int, foreign key (a, b) references parent);
      create index on near_turned (b, a, id);
      create table half (id int primary key, a int, b int, foreign key (a, b) references parent);
      create index on half (b);`,
    finds: ['public.half.half_a_b_fkey'],
    leaves: ['public.near_turned.near_turned_a_b_fkey'],
  },
  {
    title: 'names the key of a partitioned table once',
    planted: `
      create table parent (id int primary key);
      create table whole (id int, parent_id int references parent, primary key (id)) partition by range (id);
      create table part partition of whole for values from (0) to (10);
      create table near_part partition of whole for values from (10) to (20);`,
    finds: ['public.whole.whole_parent_id_fkey'],
    leaves: ['public.part.whole_parent_id_fkey', 'public.near_part.whole_parent_id_fkey'],
  },
]
