import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds keys that are tested late, and leaves others',
    planted: `
      create table t (id int primary key deferrable, x int, constraint "X" unique (x) deferrable initially deferred);
      create table near_t (id int primary key, x int unique);`,
    finds: ['public.t.t_pkey', 'public.t."X"'],
    leaves: ['public.near_t.near_t_pkey', 'public.near_t.near_t_x_key'],
  },
]
