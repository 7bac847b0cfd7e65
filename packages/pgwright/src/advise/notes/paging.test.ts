import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { adviseOn } from '../testing/advised.ts'

let database: TestDatabase
let reader: string
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table post (id int primary key, topic int not null, body text);
      insert into post select i, i % 5, repeat('b', 60) from generate_series(1, 40000) i;
      alter table post enable row level security;
      analyze post`,
  })
  reader = `reader_${database.name}`
  await database.client.query(`create role "${reader}"; grant select on post to "${reader}";
    create policy first on post to "${reader}" using (topic <= current_setting('app.topics')::int)`)
})
afterAll(() => database.client.query(`drop owned by "${reader}"; drop role "${reader}"`))

const pagingOf = async (sql: string) =>
  (await adviseOn(database, [{ sql }])).notes.filter(({ kind }) => kind === 'paging')

describe('a list that is paged by offset', () => {
  test('is noted with what a later page costs', async () => {
    const sql = 'select * from post order by id desc limit $1 offset $2'
    const [note] = await pagingOf(sql)
    expect(note?.statements).toMatchObject([{ sql }])
    expect(note?.evidence).toMatch(/the first page costs \d+, and one that skips 1,000 rows costs \d+/)
  })

  test('is noted under a policy that reads a setting which nobody has given', async () => {
    const sql = 'select * from post order by id desc limit $1 offset $2'
    const { notes, plan } = await adviseOn(database, [{ sql, role: reader }])
    expect(plan.workload.excluded).toEqual([])
    expect(notes.map(({ kind }) => kind)).toContain('paging')
  })

  test('is not noted where a later page costs no more, since all rows are read for each', async () => {
    expect(await pagingOf('select topic, count(*) from post group by topic order by topic limit $1 offset $2')).toEqual(
      [],
    )
  })

  test('has no value of the workload in its note', async () => {
    const notes = await pagingOf(`select * from post where topic <> 31337 order by id limit 17 offset 3417`)
    expect(notes).toHaveLength(1)
    expect(JSON.stringify(notes)).not.toMatch(/31337|3417/)
  })
})
