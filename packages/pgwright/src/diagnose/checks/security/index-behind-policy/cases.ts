import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds indexes whose conditions may leak, and leaves those of leakproof operators, unique ones, and others',
    planted: `
      create extension pg_trgm;
      create table users (id int primary key, owner name, email text, tags text[], span tstzrange, at timestamptz, lower_email text);
      alter table users enable row level security;
      create index on users (owner);
      create policy own on users using (owner = current_user);
      create index by_lower on users (lower(email));
      create index by_words on users using gin (email gin_trgm_ops);
      create index by_tags on users using gin (tags);
      create index by_span on users using gist (span);
      create index near_plain on users (email);
      create index near_time on users (at, lower(email));
      create index near_brin on users using brin (at);
      create unique index near_unique on users (lower(lower_email));
      create table plain (id int primary key, email text);
      create index near_unprotected on plain (lower(email));
      create table near_open (id int primary key, email text);
      alter table near_open enable row level security;
      create policy readers on near_open for select using (true);
      create index near_open_lower on near_open (lower(email));`,
    finds: ['public.by_lower', 'public.by_words', 'public.by_tags', 'public.by_span'],
    leaves: [
      'public.near_plain',
      'public.near_time',
      'public.near_brin',
      'public.near_unique',
      'public.near_unprotected',
      'public.near_open_lower',
    ],
  },
]
