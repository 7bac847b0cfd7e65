import type { CheckCase } from '../../../testing/check-case.ts'

const given = {
  schema: 'public',
  name: 'unread',
  table: 't',
  definition: 'CREATE INDEX unread ON public.t USING btree (x)',
  comment: null,
  partitioned: false,
  bytes: 1e9,
  last_scan: null,
  standbys: 0,
}

export const cases: readonly CheckCase[] = [
  {
    title: 'finds what is never scanned, and leaves what constraints, keys, replication and statistics need',
    since: 15, // which can be told to count at once
    planted: `
      create table parent (id int primary key);
      create table t (id int primary key, parent_id int references parent, x int, y int not null unique, z int not null,
        w int, v int, exclude using btree (w with =));
      insert into t select i, null, i, i, i, i, i from generate_series(1, 10000) i;
      create index unread on t (x);
      create index near_foreign on t (parent_id, x);
      create unique index near_identity on t (z);
      alter table t replica identity using index near_identity;
      create index near_expression on t ((x + 1));
      create index near_clustered on t (x, z);
      alter table t cluster on near_clustered;
      create index near_read on t (v);
      create table near_tiny (x int);
      create index near_tiny_x on near_tiny (x);
      vacuum analyze t;
      set enable_seqscan = off;
      select id from t where v = 7;
      reset enable_seqscan;
      select pg_stat_force_next_flush();`,
    finds: ['public.unread'],
    leaves: [
      'public.t_pkey',
      'public.t_y_key',
      'public.t_w_excl',
      'public.near_foreign',
      'public.near_identity',
      'public.near_expression',
      'public.near_clustered',
      'public.near_read',
      'public.near_tiny_x',
    ],
  },
  {
    title: 'sums up the scans of partitions, and names the index of the partitioned table',
    since: 15, // which can be told to count at once
    planted: `
      create table "P t" (id int, x int, y int) partition by range (id);
      create table one partition of "P t" for values from (0) to (10000);
      create table two partition of "P t" for values from (10000) to (20000);
      insert into "P t" select i, i, i from generate_series(1, 19999) i;
      create index "unread X" on "P t" (x);
      create index near_read on "P t" (y);
      analyze "P t";
      set enable_seqscan = off;
      select id from "P t" where id < 10 and y = 7;
      reset enable_seqscan;
      select pg_stat_force_next_flush();`,
    finds: ['public."unread X"'],
    leaves: ['public.near_read', 'public.one_x_idx', 'public.two_y_idx'],
  },
  {
    title: 'says nothing while counters are young',
    planted: `
      create table t (x int);
      insert into t select i from generate_series(1, 10000) i;
      create index near_unread on t (x);
      analyze t;`,
    server: { statsSince: new Date() },
    finds: [],
    leaves: ['public.near_unread'],
    skipped: true,
  },
  { title: 'finds a large one', given: [given], finds: ['public.unread'] },
  {
    title: 'only asks to look further where standbys are attached, and tells when it was last read',
    given: [{ ...given, standbys: 2, last_scan: new Date('2020-01-01') }],
    finds: ['public.unread'],
  },
]
