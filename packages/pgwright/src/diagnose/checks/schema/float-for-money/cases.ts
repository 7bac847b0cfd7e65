import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds amounts that are kept in floating point, and leaves numerics and other measures',
    planted: `
      create table t (id int primary key, price real, total_amount double precision, near_price numeric, near_weight real,
      near_costume real);`,
    finds: ['public.t.price', 'public.t.total_amount'],
    leaves: ['public.t.near_price', 'public.t.near_weight', 'public.t.near_costume'],
  },
]
