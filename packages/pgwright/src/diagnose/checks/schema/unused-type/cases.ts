import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds types that nothing has, and leaves those of columns, arrays and arguments',
    planted: `
      create type mood as enum ('a', 'b');
      create domain code as text;
      create type pair as (a int, b int);
      create type near_mood as enum ('a', 'b');
      create type near_listed as enum ('a', 'b');
      create domain near_code as text;
      create type near_pair as (a int, b int);
      create table t (id int primary key, m near_mood, l near_listed[]);
      create function f(near_code) returns near_pair language sql as 'select null::near_pair';`,
    finds: ['public.mood', 'public.code', 'public.pair'],
    leaves: ['public.near_mood', 'public.near_listed', 'public.near_code', 'public.near_pair'],
  },
]
