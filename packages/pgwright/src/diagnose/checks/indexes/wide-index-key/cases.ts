import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds wide keys and wide included columns, and leaves narrow, hashed, unique and small ones',
    planted: `
      create table t (id int primary key, url text, x int, unique (url, id));
      insert into t select i, (select string_agg(md5((i * 16 + j)::text), '') from generate_series(1, 10) j), i
        from generate_series(1, 20000) i;
      create index "W url" on t (url);
      create index including on t (x) include (url);
      create index near_narrow on t (x);
      create index near_hash on t using hash (url);
      create index near_expression on t (md5(url));
      create table small (id int primary key, url text);
      insert into small select i, repeat(md5(i::text), 10) from generate_series(1, 500) i;
      create index near_small on small (url);
      vacuum analyze;`,
    finds: ['public."W url"', 'public.including'],
    leaves: [
      'public.near_narrow',
      'public.near_hash',
      'public.near_expression',
      'public.near_small',
      'public.t_url_id_key',
    ],
  },
]
