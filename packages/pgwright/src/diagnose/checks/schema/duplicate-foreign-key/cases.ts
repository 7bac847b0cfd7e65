import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds the second of two, whatever the order of its columns, and leaves others',
    planted: `
      create table parent (a int, b int, primary key (a, b));
      create table other (a int primary key);
      create table t (id int primary key, a int, b int, near_c int);
      alter table t add constraint first foreign key (a, b) references parent;
      alter table t add constraint second foreign key (b, a) references parent (b, a);
      alter table t add constraint third foreign key (a, b) references parent on delete cascade;
      alter table t add constraint near_other foreign key (a) references other;
      alter table t add constraint near_column foreign key (near_c) references other;
      create index on t (a, b);
      create index on t (near_c);`,
    finds: ['public.t.second', 'public.t.third'],
    leaves: ['public.t.first', 'public.t.near_other', 'public.t.near_column'],
  },
]
