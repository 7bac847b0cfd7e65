import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds keys of floating point, and leaves other columns',
    planted: `
      create table t (id double precision primary key, near_value real);
      create table r (id int primary key, t_id double precision references t, near_amount numeric unique);
      create index on r (t_id);`,
    finds: ['public.t.id', 'public.r.t_id'],
    leaves: ['public.t.near_value', 'public.r.near_amount'],
  },
]
