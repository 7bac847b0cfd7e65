import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table that has had many columns, and leaves one that has few',
    planted: `
      do $$ begin
      execute (select 'create table "Wide" (' || string_agg(format('c%s bool', g), ', ') || ')' from generate_series(1, 1300) g);
      for g in 1..20 loop execute format('alter table "Wide" drop column c%s', g); end loop;
      end $$;
      create table near_narrow (id int primary key);`,
    finds: ['public."Wide"'],
    leaves: ['public.near_narrow'],
  },
]
