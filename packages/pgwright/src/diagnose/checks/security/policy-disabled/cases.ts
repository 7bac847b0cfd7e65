import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds policies that hold for nobody, and leaves those of a table with row-level security',
    planted: `
      create table "The docs" (id int primary key, owner name);
      create index on "The docs" (owner);
      create policy own on "The docs" using (owner = current_user);
      create table near_on (id int primary key, owner name);
      create policy own on near_on using (owner = current_user);
      alter table near_on enable row level security;
      create table near_none (id int primary key);`,
    finds: ['public."The docs"'],
    leaves: ['public.near_on', 'public.near_none'],
  },
]
