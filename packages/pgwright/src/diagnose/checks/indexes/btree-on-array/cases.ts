import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a B-tree on an array, and leaves GIN, unique ones and elements',
    planted: `
      create domain tags as text[];
      create table t (id int primary key, a text[], d tags, path int[] unique, x int);
      create index "on a" on t (a);
      create index on_domain on t (d);
      create index near_gin on t using gin (a);
      create index near_element on t ((a[1]));
      create index near_more on t (x, a);`,
    finds: ['public."on a"', 'public.on_domain'],
    leaves: ['public.near_gin', 'public.near_element', 'public.near_more', 'public.t_path_key'],
  },
]
