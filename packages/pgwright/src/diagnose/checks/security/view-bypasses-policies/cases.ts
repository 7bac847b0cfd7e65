import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds views that show all rows, and leaves those that ask for their reader, or that nobody else may read',
    roles: ['case_reader', 'case_view_owner'],
    since: 15,
    planted: `
      create table docs (id int primary key, owner name);
      alter table docs enable row level security;
      create policy own on docs using (owner = current_user);
      create table open_docs (id int primary key);
      create view all_docs as select id from docs;
      create view "Docs of all" as select d.id from open_docs o join docs d on d.id = o.id;
      create view passed_on with (security_invoker = on) as select id from docs;
      create view round_about as select id from passed_on;
      create view near_invoker with (security_invoker) as select id from docs;
      create view near_private as select id from docs;
      create view near_open as select id from open_docs;
      create view near_other_owner as select id from docs;
      grant select on docs to case_view_owner;
      alter view near_other_owner owner to case_view_owner;
      grant select on docs, all_docs, "Docs of all", passed_on, round_about, near_invoker, near_open, near_other_owner
        to case_reader;`,
    finds: ['public.all_docs', 'public."Docs of all"', 'public.round_about'],
    leaves: [
      'public.passed_on',
      'public.near_invoker',
      'public.near_private',
      'public.near_open',
      'public.near_other_owner',
    ],
  },
]
