import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds inserts of any number of rows, and leaves a statement that is counted once',
    planted: 'create extension pg_stat_statements; create table varied (id int)',
    live: async ({ client }) => {
      for (let n = 0; n < 25; n++) {
        await client.query(`insert into varied values ${Array.from({ length: n + 1 }, () => '(1)').join(', ')}`)
        await client.query(`select id from varied where id = ${n}`)
      }
    },
    finds: [fingerprint('insert into varied values (1)')],
    leaves: [fingerprint('select id from varied where id = 1')],
  },
  {
    title: 'leaves some lengths of a list',
    given: [1, 2, 3].map((n) => ({
      query: `select * from orders where id in (${Array.from({ length: n }, (_, at) => `$${at + 1}`).join(', ')})`,
      calls: 9,
      rows: 9,
      total_ms: 9,
      all_ms: 99,
      all_calls: 99,
    })),
    finds: [],
  },
]
