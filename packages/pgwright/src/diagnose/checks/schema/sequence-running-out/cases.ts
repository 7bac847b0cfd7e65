import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds sequences near their end, and leaves new ones, those that cycle, and those of a narrower column',
    planted: `
      create table orders (id serial primary key);
      select setval('orders_id_seq', 2000000000);
      create table lines (id bigint primary key);
      create sequence "Lines" as int;
      alter table lines alter column id set default nextval('"Lines"');
      select setval('"Lines"', 1600000000);
      create sequence backwards as smallint increment -1;
      select setval('backwards', -30000);
      create table near_new (id serial primary key);
      create table near_identity (id bigint generated always as identity primary key);
      select setval('near_identity_id_seq', 3000000000);
      create sequence near_cycle maxvalue 10 cycle;
      select setval('near_cycle', 9);
      create sequence near_wide;
      create table narrow (id int primary key default nextval('near_wide'));
      select setval('near_wide', 2000000000);`,
    finds: ['public.orders_id_seq', 'public."Lines"', 'public.backwards'],
    leaves: ['public.near_new_id_seq', 'public.near_identity_id_seq', 'public.near_cycle', 'public.near_wide'],
  },
]
