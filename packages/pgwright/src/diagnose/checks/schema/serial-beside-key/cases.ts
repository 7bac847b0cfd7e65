import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds serials that name no row, and leaves keys and unique ones',
    planted: `
      create table t (id int primary key, counter serial, near_number serial unique);
      create table near_key (id serial primary key);`,
    finds: ['public.t.counter'],
    leaves: ['public.t.near_number', 'public.near_key.id'],
  },
]
