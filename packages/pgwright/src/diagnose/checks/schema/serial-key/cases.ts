import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds serials, and leaves identities and keys without a sequence',
    planted: `
      create table t (id serial primary key, near_count serial);
      create table near_identity (id int generated always as identity primary key);
      create table near_plain (id int primary key);`,
    finds: ['public.t.id'],
    leaves: ['public.t.near_count', 'public.near_identity.id', 'public.near_plain.id'],
  },
]
