import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds money, and leaves numeric',
    planted: `
      create table orders (id int primary key, total money, near_numeric numeric(12, 2));`,
    finds: ['public.orders.total'],
    leaves: ['public.orders.near_numeric'],
  },
]
