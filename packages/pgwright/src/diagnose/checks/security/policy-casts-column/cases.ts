import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a column that is cast, and leaves a cast of the setting, of text, and one that has its index',
    planted: `
      create table cast_to_text (id int primary key, org int);
      alter table cast_to_text enable row level security;
      create index on cast_to_text (org);
      create policy tenant on cast_to_text using (org::text = current_setting('app.org', true));
      create table lowered (id int primary key, email text);
      alter table lowered enable row level security;
      create policy own on lowered using (lower(email) = current_setting('app.email', true));
      create table near_setting (id int primary key, org int);
      alter table near_setting enable row level security;
      create index on near_setting (org);
      create policy tenant on near_setting using (org = nullif(current_setting('app.org', true), '')::int);
      create table near_varchar (id int primary key, org varchar(20));
      alter table near_varchar enable row level security;
      create index on near_varchar (org);
      create policy tenant on near_varchar using (org = current_setting('app.org', true));
      create table near_expression (id int primary key, org int);
      alter table near_expression enable row level security;
      create index on near_expression ((org::text));
      create policy tenant on near_expression using (org::text = current_setting('app.org', true));`,
    finds: ['public.cast_to_text.tenant', 'public.lowered.own'],
    leaves: ['public.near_setting.tenant', 'public.near_varchar.tenant', 'public.near_expression.tenant'],
  },
]
