import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one without data, and leaves a filled one, empty or not',
    planted: `
      create table t (id int primary key);
      create materialized view "Empty" as select id from t with no data;
      create materialized view near_filled as select id from t;`,
    finds: ['public."Empty"'],
    leaves: ['public.near_filled'],
  },
]
