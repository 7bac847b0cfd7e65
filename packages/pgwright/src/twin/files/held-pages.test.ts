import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { withClient } from '../connection.ts'
import { startTwinServer, type TwinServer } from '../server.ts'
import { Twin } from '../twin.ts'

let source: TestDatabase
let server: TwinServer
beforeAll(async () => {
  source = await createDatabase({
    schema: `create table owners (id int primary key, name text unique);
      create table items (id int primary key, owner_id int references owners, tags text[]);
      create index on items (owner_id, id);
      create table parts (id int) partition by range (id);
      create table parts_1 partition of parts for values from (0) to (10);
      create index on parts (id)`,
  })
  server = await startTwinServer(18)
})
afterAll(() => server?.stop())

/** Of a new twin: it is moved to the other tablespace where the server held pages that were to be written. */
async function tablespaceOfTwin(): Promise<string | undefined> {
  const snapshot = await withReader(parseTarget(source.url), (client) => observe(client))
  const twin = await Twin.open(snapshot, { server })
  try {
    return await withClient(server, 'postgres', async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select t.spcname as name from pg_database d join pg_tablespace t on t.oid = d.dattablespace
         where d.datname like 'twin%'`,
      )
      return rows[0]?.name
    })
  } finally {
    await twin.close()
  }
}

test('of B-trees, and of the keys that point to them, the server holds no pages, so the twin is not copied', async () => {
  expect(await tablespaceOfTwin()).toBe('pg_default')
})

test('an index that is built in the buffers is noticed', async () => {
  await source.client.query('create index on items using gin (tags)')
  expect(await tablespaceOfTwin()).toBe('pgwright')
})
