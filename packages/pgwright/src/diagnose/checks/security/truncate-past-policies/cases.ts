import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds who may remove the rows of all, and leaves rights that policies hold for',
    roles: ['Case app', 'case_janitor'],
    planted: `
      create table docs (id int primary key, owner name);
      alter table docs enable row level security;
      create policy own on docs using (owner = current_user);
      grant all on docs to "Case app";
      create table near_rights (id int primary key, owner name);
      alter table near_rights enable row level security;
      create policy own on near_rights using (owner = current_user);
      grant select, insert, update, delete on near_rights to "Case app";
      alter role case_janitor bypassrls;
      grant truncate on near_rights to case_janitor;
      create table near_plain (id int primary key);
      grant all on near_plain to "Case app";`,
    finds: ['public.docs'],
    leaves: ['public.near_rights', 'public.near_plain'],
  },
]
