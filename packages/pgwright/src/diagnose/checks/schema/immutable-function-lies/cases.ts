import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds bodies that read a table or the clock, and leaves those of arguments alone',
    planted: `
      create table rates (id int primary key, rate numeric);
      create function rate_of(x int) returns numeric immutable language sql as 'select rate from rates where id = x';
      create function age_now(x date) returns int immutable language sql as 'select current_date - x';
      create function tenant() returns text immutable language sql as $$ select current_setting('app.org', true) $$;
      create function near_pure(x text) returns text immutable language sql as 'select lower(x)';
      create function near_cte(x int) returns int immutable language sql as 'with rates as (select x as y) select y from rates';
      create function near_stable(x int) returns numeric stable language sql as 'select rate from rates where id = x';`,
    finds: ['public.rate_of(x integer)', 'public.age_now(x date)', 'public.tenant()'],
    leaves: ['public.near_pure(x text)', 'public.near_cte(x integer)', 'public.near_stable(x integer)'],
  },
]
