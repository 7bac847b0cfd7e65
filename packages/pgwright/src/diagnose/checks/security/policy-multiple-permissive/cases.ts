import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds policies that are joined by OR, and leaves those of other commands, other roles, or restrictive ones',
    roles: ['case_staff'],
    planted: `
      create table doubled (id int primary key, owner name, editor name);
      alter table doubled enable row level security;
      create policy a on doubled for select using (owner = current_user);
      create policy b on doubled for select using (editor = current_user);
      create policy c on doubled for update using (editor = current_user);
      create table near_commands (id int primary key, owner name);
      alter table near_commands enable row level security;
      create policy a on near_commands for select using (true);
      create policy b on near_commands for insert with check (owner = current_user);
      create table near_roles (id int primary key, owner name);
      alter table near_roles enable row level security;
      create policy a on near_roles using (owner = current_user);
      create policy b on near_roles to case_staff using (true);
      create table near_restrictive (id int primary key, owner name);
      alter table near_restrictive enable row level security;
      create policy a on near_restrictive using (owner = current_user);
      create policy b on near_restrictive as restrictive using (id > 0);`,
    finds: ['public.doubled'],
    leaves: ['public.near_commands', 'public.near_roles', 'public.near_restrictive'],
  },
]
