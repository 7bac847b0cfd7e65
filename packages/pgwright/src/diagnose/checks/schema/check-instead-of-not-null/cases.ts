import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a check that says not null, and leaves a new one, and checks of more',
    planted: `
      create table t (id int primary key, "The x" int, constraint filled check ("The x" is not null));
      create table near_more (id int primary key, x int, constraint more check (x is not null and x > 0));
      create table near_new (id int primary key, x int);
      alter table near_new add constraint later check (x is not null) not valid;
      create table near_both (id int primary key, x int not null check (x is not null));`,
    finds: ['public.t."The x"'],
    leaves: ['public.near_more.x', 'public.near_new.x', 'public.near_both.x'],
  },
]
