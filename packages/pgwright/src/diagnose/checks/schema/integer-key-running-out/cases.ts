import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a column that its sequence outgrows, and leaves wide columns and new sequences',
    planted: `
      create sequence wide;
      create table "Narrow" (id int primary key default nextval('wide'));
      select setval('wide', 2000000000);
      create sequence near_wide;
      create table near_bigint (id bigint primary key default nextval('near_wide'));
      select setval('near_wide', 2000000000);
      create sequence near_young;
      create table near_narrow (id smallint primary key default nextval('near_young'));
      select setval('near_young', 300);
      create table near_serial (id serial primary key);
      select setval('near_serial_id_seq', 2000000000);`,
    finds: ['public."Narrow".id'],
    leaves: ['public.near_bigint.id', 'public.near_narrow.id', 'public.near_serial.id'],
  },
]
