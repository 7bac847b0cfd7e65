import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds limits of a type, and leaves text and varchar without one',
    planted: `
      create table t (id int primary key, name varchar(50), near_text text, near_varchar varchar);`,
    finds: ['public.t.name'],
    leaves: ['public.t.near_text', 'public.t.near_varchar'],
  },
]
