import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds json, in a domain too, and leaves jsonb and what a partition inherits',
    planted: `
      create domain document as json;
      create table docs (id int primary key, body json, "Meta" document);
      create table parent (id int primary key, body json) partition by range (id);
      create table near_part partition of parent for values from (0) to (10);
      create table near_jsonb (id int primary key, body jsonb);`,
    finds: ['public.docs.body', 'public.docs."Meta"', 'public.parent.body'],
    leaves: ['public.near_part.body', 'public.near_jsonb.body'],
  },
]
