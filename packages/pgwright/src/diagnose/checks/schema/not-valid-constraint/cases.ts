import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds constraints that were not validated, and leaves valid ones and what a child inherits',
    planted: `
      create table parent (id int primary key);
      create table t (id int primary key, parent_id int, x int, check (x < 100));
      create index on t (parent_id);
      alter table t add constraint "To the parent" foreign key (parent_id) references parent not valid;
      alter table t add constraint positive check (x > 0) not valid;
      create table heir () inherits (t);
      create table near_valid (id int primary key references parent, x int check (x > 0));`,
    finds: ['public.t."To the parent"', 'public.t.positive'],
    leaves: ['public.t.t_x_check', 'public.heir.positive', 'public.near_valid.near_valid_x_check'],
  },
]
