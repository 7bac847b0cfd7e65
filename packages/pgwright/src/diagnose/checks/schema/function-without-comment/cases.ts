import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds functions without a comment, and leaves those with one',
    planted: `
      create function f() returns int language sql as 'select 1';
      create function near_f(x int) returns int language sql as 'select 1';
      comment on function near_f(int) is 'What it does.';`,
    finds: ['public.f()'],
    leaves: ['public.near_f(x integer)'],
  },
]
