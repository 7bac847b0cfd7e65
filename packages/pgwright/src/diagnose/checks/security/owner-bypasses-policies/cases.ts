import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds the owner whom no policy holds for, and leaves forced policies and tables that are granted',
    roles: ['case_owner', 'case_forced', 'case_granting', 'case_user'],
    planted: `
      create table docs (id int primary key, owner name);
      alter table docs enable row level security;
      create policy own on docs using (owner = current_user);
      alter table docs owner to case_owner;
      create table forced (id int primary key, owner name);
      alter table forced enable row level security;
      alter table forced force row level security;
      create policy own on forced using (owner = current_user);
      alter table forced owner to case_forced;
      create table granted (id int primary key, owner name);
      alter table granted enable row level security;
      create policy own on granted using (owner = current_user);
      alter table granted owner to case_granting;
      grant select on granted to case_user;`,
    finds: ['case_owner'],
    leaves: ['case_forced', 'case_granting'],
  },
]
