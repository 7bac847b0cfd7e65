import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds rules of tables, and leaves views and what writes through them',
    planted: `
      create table t (id int primary key, x int);
      create table history (id int);
      create rule "Keep" as on delete to t do also insert into history values (old.id);
      create rule nothing as on update to t do instead nothing;
      create view near_view as select id from t group by id;
      create rule near_write as on insert to near_view do instead insert into t values (new.id);`,
    finds: ['public.t."Keep"', 'public.t.nothing'],
    leaves: ['public.near_view.near_write', 'public.near_view."_RETURN"'],
  },
]
