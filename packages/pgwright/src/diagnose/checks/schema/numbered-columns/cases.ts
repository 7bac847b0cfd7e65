import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds three and more that only differ in a number, and leaves two, and other types',
    planted: `
      create table t (id int primary key, phone1 text, phone2 text, phone3 text);
      create table near_two (id int primary key, line1 text, line2 text);
      create table near_types (id int primary key, x1 text, x2 int, x3 bool);`,
    finds: ['public.t'],
    leaves: ['public.near_two', 'public.near_types'],
  },
]
