import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds capitals, blanks and others, and leaves plain names',
    planted: `
      create table "Bookings" (id int primary key, "startAt" timestamptz, near_end timestamptz);
      create table near_plain (id int primary key, x1 int);`,
    finds: ['public."Bookings"', 'public."Bookings"."startAt"'],
    leaves: ['public.near_plain', 'public."Bookings".near_end'],
  },
]
