import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a function that was never declared stable, and leaves one that is, or is asked once',
    planted: `
      create function tenant() returns int language plpgsql as 'begin return 1; end';
      create function stable_tenant() returns int stable language plpgsql as 'begin return 1; end';
      create table slow (id int primary key, org int);
      alter table slow enable row level security;
      create index on slow (org);
      create policy own on slow using (org = tenant());
      create table near_stable (id int primary key, org int);
      alter table near_stable enable row level security;
      create index on near_stable (org);
      create policy own on near_stable using (org = stable_tenant());
      create table near_wrapped (id int primary key, org int);
      alter table near_wrapped enable row level security;
      create index on near_wrapped (org);
      create policy own on near_wrapped using (org = (select tenant()));`,
    finds: ['public.slow.own'],
    leaves: ['public.near_stable.own', 'public.near_wrapped.own'],
  },
]
