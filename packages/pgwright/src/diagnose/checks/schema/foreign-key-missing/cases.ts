import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds names of references that are none, and leaves those that are, or fit nothing',
    planted: `
      create table users (id int primary key);
      create table category (id int primary key);
      create table companies (id uuid primary key);
      create table t (id int primary key, user_id int, "categoryId" int, near_company_id int, near_session_id int);
      create table near_done (id int primary key, user_id int references users);
      create table near_shared (user_id int primary key);`,
    finds: ['public.t.user_id', 'public.t."categoryId"'],
    leaves: [
      'public.t.near_company_id',
      'public.t.near_session_id',
      'public.near_done.user_id',
      'public.near_shared.user_id',
    ],
  },
]
