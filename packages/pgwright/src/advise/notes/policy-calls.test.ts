import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { adviseOn } from '../testing/advised.ts'

let database: TestDatabase
let member: string
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table task (id int primary key, org int not null, title text);
      insert into task select i, i % 50, repeat('t', 40) from generate_series(1, 30000) i;
      create function own_org() returns int language plpgsql stable as $$ begin return nullif(current_setting('app.org', true), '')::int; end $$;
      alter table task enable row level security;
      analyze task`,
  })
  member = `member_${database.name}`
  await database.client.query(`create role "${member}"; grant select on task to "${member}";
    create policy "Own" on task to "${member}" using (org = own_org() or title = '')`)
})
afterAll(() => database.client.query(`drop owned by "${member}"; drop role "${member}"`))

const sql = 'select count(*) from task where title > $1'

test('a policy that calls a function for each row is noted with one that calls it once and shows the same rows', async () => {
  const { notes } = await adviseOn(database, [{ sql, role: member }], { maxIndexes: 0 })
  expect(notes).toMatchObject([{ kind: 'policy', statements: [{ sql }] }])
  const [, alter = ''] = notes[0]?.advice.match(/(alter policy .*);$/s) ?? []
  expect(alter.toLowerCase()).toMatch(/\(select (public\.)?own_org\(\)\)/)
  const count = async () => {
    await database.client.query(`begin; set local role "${member}"; set local app.org = '7'`)
    const { rows } = await database.client.query(`select count(*)::int as count from task`)
    await database.client.query('commit')
    return rows
  }
  const before = await count()
  await database.client.query(alter)
  expect(before).toEqual([{ count: 600 }])
  expect(await count()).toEqual(before)
})

test('a policy that calls it once already is not noted', async () => {
  const { notes } = await adviseOn(database, [{ sql, role: member }], { maxIndexes: 0 })
  expect(notes).toEqual([])
})
