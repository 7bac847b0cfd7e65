import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a time before other keys, and leaves one at the end or before the primary key',
    planted: `
      create table t (id int primary key, at timestamptz, tenant int, x int);
      create index "at first" on t (at, tenant);
      create index between_two on t (tenant, at, x);
      create index near_last on t (tenant, at);
      create index near_paging on t (tenant, at desc, id);
      create index near_included on t (at) include (x);
      create unique index near_unique on t (at, x);`,
    finds: ['public."at first"', 'public.between_two'],
    leaves: ['public.near_last', 'public.near_paging', 'public.near_included', 'public.near_unique'],
  },
]
