import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds the narrower of two to the same table, and leaves those that share a column',
    planted: `
      create table parent (org int, id int unique, primary key (org, id));
      create table orgs (id int primary key);
      create table t (id int primary key, org int, parent_id int, near_second int);
      alter table t add constraint wide foreign key (org, parent_id) references parent;
      alter table t add constraint narrow foreign key (parent_id) references parent (id);
      alter table t add constraint near_org foreign key (org) references orgs;
      alter table t add constraint near_wide foreign key (org, near_second) references parent;`,
    finds: ['public.t.narrow'],
    leaves: ['public.t.wide', 'public.t.near_org', 'public.t.near_wide'],
  },
]
