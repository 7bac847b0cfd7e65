import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds types that pg_upgrade refuses, and leaves those that it carries over',
    planted: `
      create table t (id int primary key, f regproc, config regconfig, near_class regclass, near_type regtype, near_role regrole,
      near_text text);`,
    finds: ['public.t.f', 'public.t.config'],
    leaves: ['public.t.near_class', 'public.t.near_type', 'public.t.near_role', 'public.t.near_text'],
  },
]
