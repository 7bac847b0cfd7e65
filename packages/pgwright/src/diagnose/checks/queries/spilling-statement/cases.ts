import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a sort on disk, and leaves one in memory',
    planted: `
      create extension pg_stat_statements;
      create table spilled (id int, text text);
      insert into spilled select n, repeat('x', 100) from generate_series(1, 60000) n`,
    live: async ({ client }) => {
      await client.query(`set work_mem = '64kB'`)
      for (let n = 0; n < 4; n++) {
        await client.query('select count(*) from (select * from spilled order by text, id offset 1) s')
        await client.query('select * from spilled order by id desc limit 1')
      }
    },
    finds: [fingerprint('select count(*) from (select * from spilled order by text, id offset 1) s')],
    leaves: [fingerprint('select * from spilled order by id desc limit 1')],
  },
]
