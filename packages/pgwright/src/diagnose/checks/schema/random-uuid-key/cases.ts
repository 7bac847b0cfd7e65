import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds random keys, and leaves those that are given, or of another kind',
    planted: `
      create table t (id uuid primary key default gen_random_uuid());
      create table near_given (id uuid primary key);
      create table near_token (id int primary key, token uuid default gen_random_uuid());`,
    finds: ['public.t.id'],
    leaves: ['public.near_given.id', 'public.near_token.token'],
  },
]
