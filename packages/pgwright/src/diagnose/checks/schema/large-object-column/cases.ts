import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds what refers to large objects, and leaves bytes and numbers',
    planted: `
      create extension lo;
      create table t (id int primary key, image oid, scan lo, near_bytes bytea, near_table regclass, near_number bigint);`,
    finds: ['public.t.image', 'public.t.scan'],
    leaves: ['public.t.near_bytes', 'public.t.near_table', 'public.t.near_number'],
  },
]
