import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds columns without a comment, and leaves those with one',
    planted: `
      create table t (id int, near_y int);
      comment on column t.near_y is 'What it is.';`,
    finds: ['public.t.id'],
    leaves: ['public.t.near_y'],
  },
]
