import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds functions that trust the search path of their caller, and leaves those with their own',
    roles: ['case_definer'],
    planted: `
      create function unsafe(id int) returns int security definer language sql as 'select 1';
      create function "Of a trigger"() returns trigger security definer language plpgsql as 'begin return new; end';
      revoke execute on function "Of a trigger"() from public;
      create procedure unsafe_too() security definer language sql as 'select 1';
      alter procedure unsafe_too() owner to case_definer;
      create function near_set() returns int security definer set search_path = pg_catalog, pg_temp language sql as 'select 1';
      create function near_empty() returns int security definer set search_path = '' language sql as 'select 1';
      create function near_invoker() returns int language sql as 'select 1';
      create function near_atomic() returns int security definer begin atomic select 1; end;
      create function near_private() returns int security definer language sql as 'select 1';
      revoke execute on function near_private() from public;`,
    finds: ['public.unsafe(id integer)', 'public."Of a trigger"()', 'public.unsafe_too()'],
    leaves: [
      'public.near_set()',
      'public.near_empty()',
      'public.near_invoker()',
      'public.near_atomic()',
      'public.near_private()',
    ],
  },
]
