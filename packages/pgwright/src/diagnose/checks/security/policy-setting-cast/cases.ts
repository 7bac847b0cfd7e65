import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds casts of a setting that may be empty, and leaves those that are guarded',
    planted: `
      create table plain (id int primary key, org int);
      alter table plain enable row level security;
      create policy tenant on plain using (org = current_setting('app.org')::int);
      create table missing_ok (id int primary key, org uuid);
      alter table missing_ok enable row level security;
      create policy tenant on missing_ok
        using (org = (select current_setting('app.org', true)::uuid)) with check (org = current_setting('app.org', true)::uuid);
      create table coalesced (id int primary key, org bigint);
      alter table coalesced enable row level security;
      create policy "The tenant's" on coalesced for insert
        with check (org = coalesce(current_setting('app.org', true), '0')::bigint);
      create table near_guarded (id int primary key, org int);
      alter table near_guarded enable row level security;
      create policy tenant on near_guarded using (org = nullif(current_setting('app.org', true), '')::int);
      create table near_text (id int primary key, org text);
      alter table near_text enable row level security;
      create policy tenant on near_text using (org = current_setting('app.org', true));
      create table near_case (id int primary key, org int);
      alter table near_case enable row level security;
      create policy tenant on near_case using (org = case when current_setting('app.org', true) ~ '^[0-9]+$'
        then current_setting('app.org')::int end);`,
    finds: ['public.plain.tenant', 'public.missing_ok.tenant', `public.coalesced."The tenant's"`],
    leaves: ['public.near_guarded.tenant', 'public.near_text.tenant', 'public.near_case.tenant'],
  },
]
