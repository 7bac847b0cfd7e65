import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a slow one, and leaves a quick one and a slow one of the catalog',
    planted: `
      create extension pg_stat_statements;
      create table slow (id int); insert into slow values (1);
      create function slowly(x int) returns int language sql volatile as 'select x from pg_sleep(0.15)'`,
    live: async ({ client }) => {
      for (let n = 0; n < 5; n++) {
        await client.query('select slowly(id) from slow')
        await client.query('select id from slow where id = 1')
        await client.query('select pg_sleep(0.15) from pg_class limit 1')
      }
    },
    finds: [fingerprint('select slowly(id) from slow')],
    leaves: [
      fingerprint('select id from slow where id = 1'),
      fingerprint('select pg_sleep(0.15) from pg_class limit 1'),
    ],
  },
  {
    title: 'leaves a slow one that takes little of the time of all',
    given: [{ query: 'select * from t', calls: 1, rows: 1, total_ms: 500, all_ms: 1_000_000, all_calls: 9_000 }],
    finds: [],
  },
]
