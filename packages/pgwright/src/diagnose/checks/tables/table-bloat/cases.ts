import type { CheckCase } from '../../../testing/check-case.ts'

const bloated = `
  create table "B t" (id int primary key, pad text);
  create table near_full (id int primary key, pad text);
  insert into "B t" select i, repeat('x', 190) from generate_series(1, 60000) i;
  insert into near_full select i, repeat('x', 190) from generate_series(1, 60000) i;
  delete from "B t" where id % 10 <> 0;
  vacuum analyze;`

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table that is mostly free space by an estimate, and leaves a full one',
    planted: bloated,
    finds: ['public."B t"'],
    leaves: ['public.near_full'],
  },
  {
    title: 'measures where it may, and leaves what dropped columns still fill',
    planted: `
      create extension pgstattuple;
      ${bloated}
      create table near_dropped (id int primary key, x text, y text);
      insert into near_dropped select i, repeat('x', 190), 'y' from generate_series(1, 60000) i;
      alter table near_dropped drop column x;
      vacuum analyze near_dropped;`,
    finds: ['public."B t"'],
    leaves: ['public.near_full', 'public.near_dropped'],
  },
  {
    title: 'does not judge what dropped columns still fill where it can not measure',
    planted: `
      create table near_dropped (id int primary key, x text, y text);
      insert into near_dropped select i, repeat('x', 190), 'y' from generate_series(1, 60000) i;
      alter table near_dropped drop column x;
      vacuum analyze near_dropped;`,
    finds: [],
    leaves: ['public.near_dropped'],
    skipped: true,
  },
  {
    title: 'leaves a table that its fillfactor keeps half empty, and one with padding',
    planted: `
      create table near_room (id int primary key, pad text) with (fillfactor = 40);
      create table near_padded (a bool, b int8, c bool, d int8, e bool, f int8);
      insert into near_room select i, repeat('x', 190) from generate_series(1, 40000) i;
      insert into near_padded select true, i, true, i, true, i from generate_series(1, 150000) i;
      vacuum analyze;`,
    finds: [],
    leaves: ['public.near_room', 'public.near_padded'],
  },
]
