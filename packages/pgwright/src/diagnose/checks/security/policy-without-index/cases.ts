import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a column without an index once for a table, and leaves what is indexed or no index would serve',
    planted: `
      create table bare (id int primary key, org int);
      alter table bare enable row level security;
      create policy a_read on bare for select using (org = nullif(current_setting('app.org', true), '')::int);
      create policy b_change on bare for update using (org = (select nullif(current_setting('app.org', true), '')::int));
      create table later (id int primary key, x int, org int);
      alter table later enable row level security;
      create index on later (x, org);
      create index on later (org) where x > 5;
      create policy tenant on later using (org = nullif(current_setting('app.org', true), '')::int and x > 0);
      create table near_indexed (id int primary key, org int, x int);
      alter table near_indexed enable row level security;
      create index on near_indexed (org, x);
      create policy tenant on near_indexed using (org = nullif(current_setting('app.org', true), '')::int);
      create table near_other_key (id int primary key, org int, owner name);
      alter table near_other_key enable row level security;
      create index on near_other_key (owner);
      create policy tenant on near_other_key
        using (org = nullif(current_setting('app.org', true), '')::int and owner = current_user);
      create table near_insert (id int primary key, org int);
      alter table near_insert enable row level security;
      create policy tenant on near_insert for insert with check (org = nullif(current_setting('app.org', true), '')::int);
      create table near_constant (id int primary key, state text);
      alter table near_constant enable row level security;
      create policy published on near_constant for select using (state = 'published');
      create table near_or (id int primary key, org int, shared bool);
      alter table near_or enable row level security;
      create policy tenant on near_or using (org = (select nullif(current_setting('app.org', true), '')::int) or shared);`,
    finds: ['public.bare.a_read', 'public.later.tenant'],
    leaves: [
      'public.bare.b_change',
      'public.near_indexed.tenant',
      'public.near_other_key.tenant',
      'public.near_insert.tenant',
      'public.near_constant.published',
      'public.near_or.tenant',
    ],
  },
  {
    title: 'takes the index of a partitioned table for its partitions too',
    planted: `
      create table parent (id int, org int) partition by range (id);
      create table child partition of parent for values from (0) to (10);
      alter table parent enable row level security;
      create policy tenant on parent using (org = nullif(current_setting('app.org', true), '')::int);`,
    finds: ['public.parent.tenant'],
  },
]
