import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a check that is true beside a condition, and leaves one that is not there',
    planted: `
      create table docs (id int primary key, owner name);
      alter table docs enable row level security;
      create policy given_away on docs for update using (owner = current_user) with check (true);
      create table notes (id int primary key, owner name);
      alter table notes enable row level security;
      create policy own on notes using (owner = current_user) with check (true);
      create table near_default (id int primary key, owner name);
      alter table near_default enable row level security;
      create policy own on near_default for update using (owner = current_user);
      create table near_same (id int primary key, owner name);
      alter table near_same enable row level security;
      create policy own on near_same using (owner = current_user) with check (owner = current_user);`,
    finds: ['public.docs.given_away', 'public.notes.own'],
    leaves: ['public.near_default.own', 'public.near_same.own'],
  },
]
