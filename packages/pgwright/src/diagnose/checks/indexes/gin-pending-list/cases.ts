import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a long pending list, and leaves short ones and those without',
    planted: `
      create schema "ex T";
      create extension pgstattuple schema "ex T";
      create table t (id int primary key, tags text[]) with (autovacuum_enabled = off);
      create index "G i" on t using gin (tags);
      create table near_direct (id int primary key, tags text[]) with (autovacuum_enabled = off);
      create index near_no_fastupdate on near_direct using gin (tags) with (fastupdate = off);
      create table near_few (id int primary key, tags text[]) with (autovacuum_enabled = off);
      create index near_short on near_few using gin (tags);
      insert into t select i, array[md5(i::text), md5((-i)::text)] from generate_series(1, 20000) i;
      insert into near_direct select i, array[md5(i::text)] from generate_series(1, 5000) i;
      insert into near_few select i, array[md5(i::text)] from generate_series(1, 100) i;`,
    finds: ['public."G i"'],
    leaves: ['public.near_no_fastupdate', 'public.near_short'],
  },
]
