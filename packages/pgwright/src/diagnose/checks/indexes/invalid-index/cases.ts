import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds what a failed concurrent build left, and leaves the invalid index of a partitioned table',
    planted: `
      create table twice (id int);
      insert into twice values (1), (1);
      create table parent (id int) partition by range (id);
      create table child partition of parent for values from (0) to (10);
      create index near_parent on only parent (id);`,
    live: async ({ client }) => {
      await client.query('create unique index concurrently broken on twice (id)').catch(() => undefined)
    },
    finds: ['public.broken'],
    leaves: ['public.near_parent'],
  },
]
