import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one that has no unique index, or an unfit one, and leaves one that has',
    planted: `
      create table t (id int primary key, x int);
      create materialized view bare as select id, x from t;
      create materialized view partly as select id, x from t;
      create unique index on partly (id) where x > 0;
      create unique index on partly ((x + 1));
      create index on partly (id);
      create materialized view near_unique as select id, x from t;
      create unique index on near_unique (id);`,
    finds: ['public.bare', 'public.partly'],
    leaves: ['public.near_unique'],
  },
]
