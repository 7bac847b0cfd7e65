import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds columns that do not fit each other, and leaves domains and text beside varchar',
    planted: `
      create domain ident as bigint;
      create table parent (id bigint primary key, code varchar(10) unique);
      create table t (id int primary key, parent_id int references parent, near_code text references parent (code),
      near_domain ident references parent);
      create table numbers (id numeric primary key);
      create table n (id int primary key, parent_id int references numbers);
      create index on t (parent_id);
      create index on n (parent_id);`,
    finds: ['public.t.t_parent_id_fkey', 'public.n.n_parent_id_fkey'],
    leaves: ['public.t.t_near_code_fkey', 'public.t.t_near_domain_fkey'],
  },
]
