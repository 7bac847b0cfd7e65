import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds reserved words, and leaves those that are free, and longer names',
    planted: `
      create table "user" (id int primary key, "order" int, near_name text, near_order int);`,
    finds: ['public."user"', 'public."user"."order"'],
    leaves: ['public."user".near_name', 'public."user".near_order'],
  },
]
