import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds an index on a boolean alone, and leaves one with more keys or with a predicate',
    planted: `
      create domain flag as bool;
      create table t (id int primary key, done bool, sent flag, x int, one bool unique);
      create index "on done" on t (done);
      create index on_domain on t (sent);
      create index near_more on t (done, x);
      create index near_partial on t (done) where done;
      create index near_other on t (x) where done;`,
    finds: ['public."on done"', 'public.on_domain'],
    leaves: ['public.near_more', 'public.near_partial', 'public.near_other', 'public.t_one_key'],
  },
]
