import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table of wide values, by the size that the catalog has, and leaves the others',
    planted: `
      create table "Wide t" (id int primary key, body text);
      create table near_narrow (id int primary key, body text);
      update pg_class set relpages = 500000 where oid = (select reltoastrelid from pg_class where relname = 'Wide t');
      update pg_class set relpages = 500000
        where oid in ('near_narrow'::regclass, (select reltoastrelid from pg_class where relname = 'near_narrow'));`,
    finds: ['public."Wide t"'],
    leaves: ['public.near_narrow'],
  },
]
