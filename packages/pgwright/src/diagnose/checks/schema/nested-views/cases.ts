import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds views that are four deep, and leaves those that are less, or read a materialized one',
    planted: `
      create table t (id int primary key);
      create view one as select id from t;
      create view two as select id from one;
      create view near_three as select a.id from two a join one b on a.id = b.id;
      create view "Four" as select id from near_three;
      create materialized view kept as select id from near_three;
      create unique index on kept (id);
      create view near_kept as select id from kept;`,
    finds: ['public."Four"'],
    leaves: ['public.near_three', 'public.near_kept', 'public.one'],
  },
]
