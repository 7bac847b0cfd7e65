import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a collation of an index that has changed, and leaves one that no index uses',
    planted: `
      create collation changed (provider = icu, locale = 'de');
      create collation near_unused (provider = icu, locale = 'sv');
      create collation near_same (provider = icu, locale = 'fr');
      create table t (a text collate changed, b text collate near_same, c text collate near_unused);
      create index on t (a);
      create index on t (b);
      create index near_number on t (length(a));
      update pg_catalog.pg_collation set collversion = '1.0' where collname in ('changed', 'near_unused')`,
    finds: ['public.changed'],
    leaves: ['public.near_same', 'public.near_unused', 'public.near_number'],
  },
  {
    title: 'tells of the database as of one',
    given: [{ schema: null, name: 'Shop', recorded: '2.31', actual: '2.36', indexes: ['public.orders_name_idx'] }],
    finds: ['"Shop"'],
  },
]
