import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a table with sixteen, and leaves one with some',
    planted: `
      create table "M t" (id int primary key, a int, b int);
      create table near_some (id int primary key, a int, b int);
      do $$ begin
        for i in 1..15 loop execute format('create index on "M t" ((a + %s), b)', i); end loop;
        for i in 1..6 loop execute format('create index on near_some ((a + %s), b)', i); end loop;
      end $$;`,
    finds: ['public."M t"'],
    leaves: ['public.near_some'],
  },
]
