import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds claims that users write, and leaves those that the server writes',
    planted: `
      create schema auth;
      create function auth.jwt() returns jsonb stable language sql as $$ select '{}'::jsonb $$;
      create table docs (id int primary key, org text);
      alter table docs enable row level security;
      create policy tenant on docs using (org = (select auth.jwt() -> 'user_metadata' ->> 'org'));
      create table near_app (id int primary key, org text);
      alter table near_app enable row level security;
      create policy tenant on near_app using (org = (select auth.jwt() -> 'app_metadata' ->> 'org'));`,
    finds: ['public.docs.tenant'],
    leaves: ['public.near_app.tenant'],
  },
]
