import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds uuids that a default makes a text of, and leaves those of their own type',
    planted: `
      create table t (id text primary key default gen_random_uuid(), other varchar(36) default gen_random_uuid()::text,
      near_uuid uuid default gen_random_uuid(), near_text text default 'uuid');`,
    finds: ['public.t.id', 'public.t.other'],
    leaves: ['public.t.near_uuid', 'public.t.near_text'],
  },
]
