import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one that others may read, and leaves a private one and one of open tables',
    roles: ['case_matview_reader'],
    planted: `
      create table docs (id int primary key, owner name);
      alter table docs enable row level security;
      create policy own on docs using (owner = current_user);
      create view some_docs as select owner from docs;
      create materialized view counts as select owner, count(*) from some_docs group by owner;
      create materialized view near_private as select id from docs;
      create table open_docs (id int primary key);
      create materialized view near_open as select id from open_docs;
      grant select on counts, near_open to case_matview_reader;`,
    finds: ['public.counts'],
    leaves: ['public.near_private', 'public.near_open'],
  },
]
