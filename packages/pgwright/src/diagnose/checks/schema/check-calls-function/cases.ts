import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a check that reads elsewhere, and leaves one that only looks at its row',
    planted: `
      create table parent (id int primary key);
      create function there(x int) returns bool language sql stable as 'select exists (select from parent where id = x)';
      create function near_positive(x int) returns bool language sql immutable as 'select x > 0';
      create table t (id int primary key, parent_id int, constraint "There" check (there(parent_id)));
      create table near_t (id int primary key, x int, at timestamptz, constraint positive check (near_positive(x)),
      constraint dated check (at::date > '2000-01-01'));`,
    finds: ['public.t."There"'],
    leaves: ['public.near_t.positive', 'public.near_t.dated'],
  },
]
