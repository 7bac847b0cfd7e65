import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds long padded columns, and leaves short codes, text and varchar',
    planted: `
      create domain padded as char(10);
      create table t (id int primary key, name char(20), short padded, near_currency char(3), near_flag char, near_text text,
      near_varchar varchar(20), near_internal "char");`,
    finds: ['public.t.name', 'public.t.short'],
    leaves: [
      'public.t.near_currency',
      'public.t.near_flag',
      'public.t.near_text',
      'public.t.near_varchar',
      'public.t.near_internal',
    ],
  },
]
