import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds calls that a sub-select would lift, and leaves those that depend on the row or are lifted already',
    planted: `
      create schema auth;
      create function auth.uid() returns uuid stable language sql as 'select null::uuid';
      create function auth.is_admin() returns bool stable language sql as 'select false';
      create function auth.owns(doc int) returns bool stable language sql as 'select false';
      create table bare (id int primary key, owner uuid);
      alter table bare enable row level security;
      create policy own on bare using (owner = auth.uid());
      create table wrapped_and_bare (id int primary key, owner uuid, editor uuid);
      alter table wrapped_and_bare enable row level security;
      create policy own on wrapped_and_bare using (owner = (select auth.uid()) or editor = auth.uid());
      create table settings (id int primary key, org text);
      alter table settings enable row level security;
      create policy tenant on settings using (org = current_setting('app.org'));
      create table joined_by_or (id int primary key, owner uuid);
      alter table joined_by_or enable row level security;
      create policy admins on joined_by_or using (auth.is_admin());
      create policy own on joined_by_or using (owner = (select auth.uid()));
      create table by_index (id int primary key, owner uuid);
      alter table by_index enable row level security;
      create index on by_index (owner);
      create policy own on by_index using (owner = auth.uid());
      create table near_wrapped (id int primary key, owner uuid);
      alter table near_wrapped enable row level security;
      create policy own on near_wrapped using (owner = (select auth.uid()));
      create table near_of_row (id int primary key);
      alter table near_of_row enable row level security;
      create policy own on near_of_row using (auth.owns(id));
      create table near_gate (id int primary key);
      alter table near_gate enable row level security;
      create policy admins on near_gate using (auth.is_admin());
      create table near_setting_index (id int primary key, org text);
      alter table near_setting_index enable row level security;
      create index on near_setting_index (org);
      create policy tenant on near_setting_index using (org = current_setting('app.org'));`,
    finds: [
      'public.bare.own',
      'public.wrapped_and_bare.own',
      'public.settings.tenant',
      'public.joined_by_or.admins',
      'public.by_index.own',
    ],
    leaves: [
      'public.joined_by_or.own',
      'public.near_wrapped.own',
      'public.near_of_row.own',
      'public.near_gate.admins',
      'public.near_setting_index.tenant',
    ],
  },
]
