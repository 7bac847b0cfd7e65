import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { adviseOn } from '../testing/advised.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table reading (id int primary key, sensor int not null, value int not null, note text);
      insert into reading select i, (i * 7919) % 400, i % 97, repeat('x', 60) from generate_series(1, 60000) i;
      create index reading_sensor on reading (sensor);
      analyze reading`,
  })
  await database.client.query(`alter database ${database.name} set random_page_cost = 40`)
})

describe('a note on a setting', () => {
  test('names the statements that it would have planned in another way', async () => {
    const sql = 'select note from reading where sensor between $1 and $2'
    const { notes, plan } = await adviseOn(database, [{ sql }], { maxIndexes: 0 })
    expect(notes).toMatchObject([{ kind: 'setting', statements: [{ sql }] }])
    expect(notes[0]?.title).toMatch(/^random_page_cost is 40; with 1\.1 plans are others\.$/)
    expect(plan.changes).toEqual([])
  })

  test('has no value of the workload', async () => {
    const sql = 'select note from reading where sensor between 61 and 63'
    const { notes } = await adviseOn(database, [{ sql }], { maxIndexes: 0 })
    expect(notes).toHaveLength(1)
    expect(JSON.stringify(notes)).not.toMatch(/61|63/)
  })

  test('tells what more memory for sorts saves, by cost', async () => {
    const { notes } = await adviseOn(database, [{ sql: 'select value, note from reading order by note, value' }])
    expect(notes.map(({ title }) => title)).toEqual([expect.stringMatching(/^work_mem is 4096 \(kB\)/)])
    expect(notes[0]?.evidence).toMatch(/falls by \d+(\.\d)? %/)
  })

  test('has no value that the server refuses, and none where there is no more to be had', async () => {
    const set = (value: string) => database.client.query(`alter database ${database.name} ${value}`)
    await set('set effective_cache_size = 1500000000')
    await set('set work_mem = 2147483647')
    try {
      const { notes } = await adviseOn(database, [{ sql: 'select value, note from reading order by note, value' }])
      expect(notes).toEqual([])
    } finally {
      await set('reset effective_cache_size')
      await set('reset work_mem')
    }
  })

  test('is not there where plans stay as they are', async () => {
    const { notes } = await adviseOn(database, [{ sql: 'select note from reading where id = $1' }])
    expect(notes).toEqual([])
  })
})
