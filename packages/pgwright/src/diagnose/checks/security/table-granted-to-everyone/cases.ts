import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds what everyone may write or read, and leaves what is granted to roles, or hidden by its schema',
    roles: ['case_writer'],
    planted: `
      grant usage on schema public to public;
      create table "Open" (id int primary key);
      grant all on "Open" to public;
      create view readable as select id from "Open";
      grant select on readable to public;
      create table near_granted (id int primary key);
      grant all on near_granted to case_writer;
      create schema hidden;
      create table hidden.near_hidden (id int primary key);
      grant select, insert on hidden.near_hidden to public;`,
    finds: ['public."Open"', 'public.readable'],
    leaves: ['public.near_granted', 'hidden.near_hidden'],
  },
]
