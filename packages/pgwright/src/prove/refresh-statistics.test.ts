import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import type { Change } from '../model/index.ts'
import { refreshStatistics } from './refresh-statistics.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({
    schema: 'create table a (id int); create table b (id int); insert into b values (1)',
  })
})

const changing = (table: string) => ({ schema: 'public', table }) as Change

test('a table that someone holds a lock on keeps its statistics, and the others are analysed', async () => {
  const { client } = database
  const holder = new pg.Client(database.url)
  await holder.connect()
  await holder.query('begin; lock table a in share update exclusive mode')
  await client.query(`set lock_timeout = '100ms'`)
  try {
    await refreshStatistics(client, planOf(changing('a'), changing('b')))
  } finally {
    await client.query('reset lock_timeout')
    await holder.end()
  }
  const { rows } = await client.query(`select relname from pg_class where relname in ('a', 'b') and reltuples >= 0`)
  expect(rows).toEqual([{ relname: 'b' }])
})
