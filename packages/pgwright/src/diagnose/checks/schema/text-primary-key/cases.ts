import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds keys of texts, and leaves numbers, uuids and unique texts',
    planted: `
      create table countries (code char(2) primary key);
      create table t (a int, "B" text, primary key (a, "B"));
      create table near_t (id uuid primary key, code text unique);`,
    finds: ['public.countries', 'public.t'],
    leaves: ['public.near_t'],
  },
]
