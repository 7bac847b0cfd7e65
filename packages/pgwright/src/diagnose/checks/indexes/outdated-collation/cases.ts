import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a collation of another version that an index sorts by, and leaves one that none does',
    planted: `
      create collation "I c" (provider = icu, locale = 'en');
      create collation near_unused (provider = icu, locale = 'de');
      create collation near_same (provider = icu, locale = 'fr');
      create table t (id int primary key, a text collate "I c", b text collate near_same);
      create index on t (a);
      create index on t (b);
      update pg_collation set collversion = '1' where collname in ('I c', 'near_unused');`,
    finds: ['public."I c"'],
    leaves: ['public.near_unused', 'public.near_same'],
  },
  {
    title: 'finds the collation of the database',
    given: [{ schema: null, name: 'S hop', recorded: '2.28', actual: '2.36', indexes: ['public.t_name_idx'] }],
    finds: ['"S hop"'],
  },
]
