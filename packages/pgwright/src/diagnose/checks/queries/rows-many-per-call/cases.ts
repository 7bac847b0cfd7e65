import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds one that fetches a whole table, and leaves one with a limit and a copy within the server',
    planted: `
      create extension pg_stat_statements;
      create table fetched (id int);
      create table copied (id int);
      insert into fetched select generate_series(1, 12000)`,
    live: async ({ client }) => {
      for (let n = 0; n < 22; n++) {
        await client.query('select id from fetched')
        await client.query('select id from fetched limit 11000')
        await client.query('insert into copied select id from fetched')
      }
    },
    finds: [fingerprint('select id from fetched')],
    leaves: [
      fingerprint('select id from fetched limit 11000'),
      fingerprint('insert into copied select id from fetched'),
    ],
  },
]
