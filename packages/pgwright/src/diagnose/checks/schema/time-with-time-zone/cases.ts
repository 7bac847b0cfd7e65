import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a time of day with an offset, and leaves one without',
    planted: `
      create table t (id int primary key, opens timetz, near_closes time, near_at timestamptz);`,
    finds: ['public.t.opens'],
    leaves: ['public.t.near_closes', 'public.t.near_at'],
  },
]
