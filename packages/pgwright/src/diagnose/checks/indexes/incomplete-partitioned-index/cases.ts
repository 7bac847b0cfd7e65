import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds an index that a partition lacks, and leaves one that all have',
    planted: `
      create table parent (id int, x int, y int) partition by range (id);
      create table one partition of parent for values from (0) to (10);
      create table two partition of parent for values from (10) to (20);
      create index "half Built" on only parent (x);
      create index one_x on one (x);
      alter index "half Built" attach partition one_x;
      create index near_whole on only parent (y);
      create index one_y on one (y);
      create index two_y on two (y);
      alter index near_whole attach partition one_y;
      alter index near_whole attach partition two_y;`,
    finds: ['public."half Built"'],
    leaves: ['public.near_whole', 'public.one_x'],
  },
]
