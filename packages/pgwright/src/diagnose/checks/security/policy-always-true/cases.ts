import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds what opens a table to everyone, and leaves rows that all may read, one role, and restrictive ones',
    roles: ['case_admin'],
    planted: `
      create table opened (id int primary key, org int);
      alter table opened enable row level security;
      create policy everyone on opened using (true);
      create policy of_org on opened using (org = 1);
      create table written (id int primary key);
      alter table written enable row level security;
      create policy anyone on written for insert with check (1 = 1);
      create table deleted (id int primary key, org int);
      alter table deleted enable row level security;
      create policy any_delete on deleted for delete using (true or org = 1);
      create table moot (id int primary key, org int);
      alter table moot enable row level security;
      create policy readers on moot for select using (true);
      create policy of_org on moot for select using (org = 1);
      create table near_read (id int primary key, org int);
      alter table near_read enable row level security;
      create policy readers on near_read for select using (true);
      create policy writers on near_read using (org = 1);
      create table near_admin (id int primary key, org int);
      alter table near_admin enable row level security;
      create policy admins on near_admin to case_admin using (true);
      create policy of_org on near_admin using (org = 1);
      create table near_restricted (id int primary key, org int);
      alter table near_restricted enable row level security;
      create policy all_rows on near_restricted using (true);
      create policy of_org on near_restricted as restrictive using (org = 1);
      create table near_off (id int primary key);
      create policy all_rows on near_off using (true);`,
    finds: ['public.opened.everyone', 'public.written.anyone', 'public.deleted.any_delete', 'public.moot.readers'],
    leaves: [
      'public.opened.of_org',
      'public.near_read.readers',
      'public.near_admin.admins',
      'public.near_restricted.all_rows',
      'public.near_off.all_rows',
    ],
  },
]
