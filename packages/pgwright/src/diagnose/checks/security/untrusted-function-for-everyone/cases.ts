import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a function in C that all may call, and leaves a granted one, and those of trusted languages',
    planted: `
      grant usage on schema public to public;
      create function in_c(text) returns int language c as '$libdir/pg_trgm', 'similarity';
      create function near_revoked(text) returns int language c as '$libdir/pg_trgm', 'similarity';
      revoke execute on function near_revoked(text) from public;
      create function near_trusted() returns int language plpgsql as 'begin return 1; end';
      create extension btree_gin;`,
    finds: ['public.in_c(text)'],
    leaves: ['public.near_revoked(text)', 'public.near_trusted()'],
  },
]
