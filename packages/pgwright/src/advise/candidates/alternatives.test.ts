import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { adviseOn } from '../testing/advised.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table message (id int primary key, sender int not null, receiver int not null, tags int[], body text);
      insert into message select i, i % 5000, i * 7 % 4999, array[i % 900], repeat('x', 80) from generate_series(1, 50000) i;
      analyze message`,
  })
})

async function created(condition: string): Promise<string[]> {
  const { plan } = await adviseOn(database, [{ sql: `select body from message where ${condition}` }])
  return plan.changes.filter(({ kind }) => kind === 'create-index').map(({ sql }) => sql.replace(/^.* on /, ''))
}

describe('conditions that are joined by OR', () => {
  test('get an index for each arm', async () => {
    expect((await created('sender = $1 or receiver = $2')).sort()).toEqual([
      'public.message (receiver)',
      'public.message (sender)',
    ])
  })

  test('get one of its own kind for an arm that is no comparison', async () => {
    expect((await created('sender = $1 or tags @> $2')).sort()).toEqual([
      'public.message (sender)',
      'public.message using gin (tags)',
    ])
  })

  test('get none where one arm has nothing to be found by', async () => {
    expect(await created('sender = $1 or receiver <> $2')).toEqual([])
    expect(await created('sender = $1 or length(body) > $2 + id')).toEqual([])
  })
})
