import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a search without an index, and leaves one with an index and a count',
    planted: `
      create extension pg_stat_statements;
      create table searched (id int primary key, code int, text text);
      insert into searched select n, n, repeat('x', 300) from generate_series(1, 20000) n;
      vacuum analyze searched`,
    live: async ({ client }) => {
      for (let n = 0; n < 12; n++) {
        await client.query('select text from searched where code = 7')
        await client.query('select text from searched where id = 7')
        await client.query('select count(*) from searched where code > 7')
      }
    },
    finds: [fingerprint('select text from searched where code = 7')],
    leaves: [
      fingerprint('select text from searched where id = 7'),
      fingerprint('select count(*) from searched where code > 7'),
    ],
  },
]
