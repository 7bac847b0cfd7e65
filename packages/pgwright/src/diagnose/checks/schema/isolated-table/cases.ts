import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table without links, and leaves both ends of one',
    planted: `
      create table near_parent (id int primary key);
      create table near_child (id int primary key references near_parent);
      create table t (id int primary key);`,
    finds: ['public.t'],
    leaves: ['public.near_parent', 'public.near_child'],
  },
]
