import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds the table that was forgotten, and leaves those without the column, or that nobody else may read',
    roles: ['case_tenant'],
    planted: `
      create table orders (id int primary key, org int, state text);
      create table items (id int primary key, org int, state text);
      create table forgotten (id int primary key, org int);
      create table near_other_type (id int primary key, org text);
      create table near_other_column (id int primary key, state text);
      create table near_private (id int primary key, org int);
      create table near_off (id int primary key, org int);
      create table near_parent (id int primary key, org int) partition by range (id);
      create table near_part partition of near_parent for values from (0) to (10);
      alter table orders enable row level security;
      alter table items enable row level security;
      alter table near_parent enable row level security;
      create policy tenant on orders using (org = nullif(current_setting('app.org', true), '')::int and state = 'open');
      create policy tenant on items
        using (org = (select nullif(current_setting('app.org', true), '')::int) and state = 'open');
      create policy tenant on near_parent using (org = nullif(current_setting('app.org', true), '')::int);
      create policy tenant on near_off using (org = nullif(current_setting('app.org', true), '')::int);
      grant select on orders, items, forgotten, near_other_type, near_other_column, near_off, near_parent to case_tenant;
      create schema other;
      create table other.near_schema (id int primary key, org int);
      grant select on other.near_schema to case_tenant;`,
    finds: ['public.forgotten'],
    leaves: [
      'public.near_other_type',
      'public.near_other_column',
      'public.near_private',
      'public.near_off',
      'public.near_part',
      'other.near_schema',
    ],
  },
]
