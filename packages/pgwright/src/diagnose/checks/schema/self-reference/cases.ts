import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table that refers to itself, and leaves references to others',
    planted: `
      create table t (id int primary key, parent_id int references t);
      create table near_t (id int primary key, t_id int references t);`,
    finds: ['public.t.t_parent_id_fkey'],
    leaves: ['public.near_t.near_t_t_id_fkey'],
  },
]
