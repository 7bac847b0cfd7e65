import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title:
      "finds what everyone may do with the owner's rights, and leaves what is granted, of triggers and policies, or hidden",
    roles: ['case_caller'],
    planted: `
      grant usage on schema public to public;
      create function open_to_all() returns int security definer set search_path = '' language sql as 'select 1';
      create function near_granted() returns int security definer set search_path = '' language sql as 'select 1';
      revoke execute on function near_granted() from public;
      grant execute on function near_granted() to case_caller;
      create function near_invoker() returns int language sql as 'select 1';
      create function near_trigger() returns trigger security definer set search_path = ''
        language plpgsql as 'begin return new; end';
      create function near_policy() returns int stable security definer set search_path = '' language sql as 'select 1';
      create table docs (id int primary key, org int);
      alter table docs enable row level security;
      create policy tenant on docs using (org = (select near_policy()));
      create schema hidden;
      create function hidden.near_hidden() returns int security definer set search_path = '' language sql as 'select 1';`,
    finds: ['public.open_to_all()'],
    leaves: [
      'public.near_granted()',
      'public.near_invoker()',
      'public.near_trigger()',
      'public.near_policy()',
      'hidden.near_hidden()',
    ],
  },
]
