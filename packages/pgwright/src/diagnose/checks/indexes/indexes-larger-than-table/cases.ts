import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds indexes of more than twice the table, TOAST counted, by the sizes that the catalog has',
    planted: `
      create table "I t" (id int primary key, x text);
      create table near_toast (id int primary key, x text);
      create table near_equal (id int primary key, x text);
      update pg_class set relpages = 20000 where relname in ('I t_pkey', 'near_toast_pkey', 'near_equal_pkey');
      update pg_class set relpages = 5000 where relname in ('I t', 'near_toast');
      update pg_class set relpages = 15000
        where relname = 'near_equal' or oid = (select reltoastrelid from pg_class where relname = 'near_toast');`,
    finds: ['public."I t"'],
    leaves: ['public.near_toast', 'public.near_equal'],
  },
]
