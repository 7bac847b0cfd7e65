import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds partitions that were granted, and leaves those that were not, or that let nobody in',
    roles: ['case_partition_reader'],
    planted: `
      create table events (id int, owner name, primary key (id, owner)) partition by range (id);
      create table events_1 partition of events for values from (0) to (10);
      create table events_2 partition of events for values from (10) to (20);
      create index on events (owner);
      alter table events enable row level security;
      create policy own on events using (owner = current_user);
      create table near_closed (id int, owner name, primary key (id, owner)) partition by range (id);
      create table near_closed_1 partition of near_closed for values from (0) to (10);
      create index on near_closed (owner);
      alter table near_closed enable row level security;
      alter table near_closed_1 enable row level security;
      create policy own on near_closed using (owner = current_user);
      create table near_plain (id int primary key) partition by range (id);
      create table near_plain_1 partition of near_plain for values from (0) to (10);
      grant select on all tables in schema public to case_partition_reader;
      create table near_ungranted (id int, owner name, primary key (id, owner)) partition by range (id);
      create table near_ungranted_1 partition of near_ungranted for values from (0) to (10);
      create index on near_ungranted (owner);
      alter table near_ungranted enable row level security;
      create policy own on near_ungranted using (owner = current_user);
      grant select on near_ungranted to case_partition_reader;`,
    finds: ['public.events'],
    leaves: ['public.near_closed', 'public.near_plain', 'public.near_ungranted'],
  },
]
