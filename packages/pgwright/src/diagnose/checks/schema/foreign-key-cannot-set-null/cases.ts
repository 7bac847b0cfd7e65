import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds actions that can not be, and leaves those that can',
    planted: `
      create table parent (id int primary key);
      create table t (id int primary key, parent_id int not null references parent on delete set null);
      create table u (id int primary key, parent_id int not null references parent on update set default);
      create table near_null (id int primary key, parent_id int references parent on delete set null);
      create table near_default (id int primary key, parent_id int not null default 0 references parent on delete set default);
      create table near_cascade (id int primary key, parent_id int not null references parent on delete cascade);
      create index on t (parent_id);
      create index on u (parent_id);`,
    finds: ['public.t.t_parent_id_fkey', 'public.u.u_parent_id_fkey'],
    leaves: [
      'public.near_null.near_null_parent_id_fkey',
      'public.near_default.near_default_parent_id_fkey',
      'public.near_cascade.near_cascade_parent_id_fkey',
    ],
  },
]
