import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a unique index that a narrower one makes needless, and leaves what keys and replication need',
    planted: `
      create table t (a int primary key, b int not null, c int not null, unique (a, b));
      create table near_referenced (a int primary key, b int not null);
      alter table near_referenced add constraint near_wide unique (a, b);
      create table child (id int primary key, a int, b int, foreign key (a, b) references near_referenced (a, b));
      create index on child (a, b);
      create table replicated (a int primary key, b int not null);
      create unique index near_identity on replicated (a, b);
      alter table replicated replica identity using index near_identity;
      create table other (id int primary key, a int, b int);
      create unique index near_partial_narrow on other (a) where b > 5;
      create unique index near_beside_partial on other (a, b);
      create unique index near_behind on other (b, id);`,
    finds: ['public.t_a_b_key'],
    leaves: [
      'public.near_wide',
      'public.near_identity',
      'public.near_partial_narrow',
      'public.near_beside_partial',
      'public.near_behind',
    ],
  },
  {
    title: 'leaves one that takes nulls to be alike',
    planted: `
      create table t (id int primary key, a int unique, b int);
      create unique index near_nulls on t (a, b) nulls not distinct;`,
    since: 15,
    finds: [],
    leaves: ['public.near_nulls'],
  },
]
