import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a wide key that others refer to, and leaves one that nobody does, and narrow ones',
    planted: `
      create table "Places" (a int, b int, c int, d int, primary key (a, b, c, d));
      create table visits (id int primary key, a int not null, b int not null, c int not null, d int not null,
      foreign key (a, b, c, d) references "Places");
      create table near_alone (a int, b int, c int, d int, primary key (a, b, c, d));
      create table near_three (a int, b int, c int, primary key (a, b, c));
      create table three_visits (id int primary key, a int not null, b int not null, c int not null,
      foreign key (a, b, c) references near_three);`,
    finds: ['public."Places"'],
    leaves: ['public.near_alone', 'public.near_three'],
  },
]
