import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a condition that a NOT NULL column always fulfils, and leaves one that leaves rows out',
    planted: `
      create table t (id int primary key, "A b" int not null, c int, d int not null);
      create index whole on t ("A b") where "A b" is not null;
      create index part on t (c) where d is not null and c > 5;
      create index near_nullable on t (c) where c is not null;
      create index near_either on t (d) where c is not null or (d is not null and c > 5);
      create index near_other on t (d) where d > 5;`,
    finds: ['public.whole', 'public.part'],
    leaves: ['public.near_nullable', 'public.near_either', 'public.near_other'],
  },
]
