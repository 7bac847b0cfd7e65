import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'counts dropped columns, and leaves a table with some',
    planted: `
      create table "Worn t" (id int primary key);
      create table near_some (id int primary key);
      do $$ begin
        execute (select 'alter table "Worn t" ' || string_agg('add column c' || i || ' int', ', ') from generate_series(1, 900) i);
        execute (select 'alter table "Worn t" ' || string_agg('drop column c' || i, ', ') from generate_series(1, 890) i);
        execute (select 'alter table near_some ' || string_agg('add column c' || i || ' int', ', ') from generate_series(1, 60) i);
        execute (select 'alter table near_some ' || string_agg('drop column c' || i, ', ') from generate_series(1, 50) i);
      end $$;`,
    finds: ['public."Worn t"'],
    leaves: ['public.near_some'],
  },
]
