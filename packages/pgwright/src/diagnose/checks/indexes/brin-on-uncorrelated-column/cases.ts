import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a BRIN index on values in no order, and leaves ordered, small and other classes',
    planted: `
      create table t (id int primary key, mixed int, ordered int, down int, pad text);
      insert into t select i, (i::bigint * 7919 % 60013)::int, i, -i, repeat('x', 180) from generate_series(1, 60000) i;
      create index "B mixed" on t using brin (mixed);
      create index near_ordered on t using brin (ordered);
      create index near_down on t using brin (down);
      create index near_multi on t using brin (mixed int4_minmax_multi_ops);
      create index near_bloom on t using brin (mixed int4_bloom_ops);
      create index near_btree on t (mixed);
      create table small (id int primary key, mixed int);
      insert into small select i, (i::bigint * 7919 % 60013)::int from generate_series(1, 1000) i;
      create index near_small on small using brin (mixed);
      analyze;`,
    finds: ['public."B mixed"'],
    leaves: [
      'public.near_ordered',
      'public.near_down',
      'public.near_multi',
      'public.near_bloom',
      'public.near_btree',
      'public.near_small',
    ],
  },
]
