import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds tables that show no row, and leaves partitions and tables with a policy',
    planted: `
      create table closed (id int primary key);
      alter table closed enable row level security;
      create table narrowed (id int primary key);
      alter table narrowed enable row level security;
      create policy narrower on narrowed as restrictive using (id > 0);
      create table near_open (id int primary key);
      alter table near_open enable row level security;
      create policy readers on near_open for select using (id > 0);
      create table parent (id int primary key) partition by range (id);
      create table near_part partition of parent for values from (0) to (10);
      alter table parent enable row level security;
      alter table near_part enable row level security;
      create policy readers on parent for select using (id > 0);`,
    finds: ['public.closed', 'public.narrowed'],
    leaves: ['public.near_open', 'public.near_part', 'public.parent'],
  },
]
