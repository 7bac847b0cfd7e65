import type { CheckCase } from '../../../testing/check-case.ts'

/** Every tenth entry is left; deduplicated ones, fresh ones and expressions beside. */
const bloated = `
  create table t (id int primary key, x int, same int) with (autovacuum_enabled = off);
  insert into t select i, i, i % 10 from generate_series(1, 300000) i;
  create index "B i" on t (x);
  delete from t where id % 10 <> 0;
  vacuum analyze t;
  reindex index t_pkey;
  create index near_fresh on t (x, id);
  create table other (id int primary key, x int, same int) with (autovacuum_enabled = off);
  insert into other select i, i, i % 10 from generate_series(1, 150000) i;
  create index near_deduplicated on other (same);
  create index near_room on other (x) with (fillfactor = 40);
  vacuum analyze other;`

export const cases: readonly CheckCase[] = [
  {
    title: 'finds an index that is mostly free space by an estimate, and leaves fresh and packed ones',
    planted: bloated,
    finds: ['public."B i"'],
    leaves: ['public.t_pkey', 'public.near_fresh', 'public.near_deduplicated', 'public.near_room'],
  },
  {
    title: 'measures where it may, expressions too',
    planted: `
      create schema ext;
      create extension pgstattuple schema ext;
      ${bloated}
      create table third (id int primary key, x int) with (autovacuum_enabled = off);
      insert into third select i, i from generate_series(1, 300000) i;
      create index on_expression on third ((x + 1));
      create index near_expression on other ((x + 1));
      delete from third where id % 10 <> 0;
      vacuum analyze third;
      reindex index third_pkey;`,
    finds: ['public."B i"', 'public.on_expression'],
    leaves: ['public.near_fresh', 'public.near_deduplicated', 'public.near_room', 'public.near_expression'],
  },
]
