import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedServer, startServer } from '../../../../pgwright/src/postgres/index.ts'
import { followedSettings } from '../../../../pgwright/test/standby.ts'
import { dropInvalidationTriggers, invalidationPublication, invalidationTriggers } from '../index.ts'
import { type ReplicationHearing, Subscription } from './subscription.ts'

/** The tags of a transaction, to be asked for when it is seen, as the cache does: here when its COMMIT has returned. */
type Told = () => Promise<readonly string[]>

const hearing = (heard: Told[]): ReplicationHearing => ({
  heard(_xid, owed, tags) {
    heard.push(owed === null ? tags : async () => owed)
    return true
  },
  gap: async () => {},
  blind: () => {},
  seeing: () => {},
})

/** Other work may keep this machine from looking sooner. */
const patient = { timeout: 20_000, interval: 5 }

let server: EmbeddedServer
let pool: pg.Pool
const heard: Told[] = []
const told: string[][] = []
let subscription: Subscription
let listener: pg.Client

const tables = [
  { schema: 'S 1', table: "Order's", tag: "or'ders", key: 'Id' },
  { schema: 'public', table: 'keyless', key: null },
  { schema: 'public', table: 'child', key: 'order_id' },
  { schema: 'public', table: 'wide', key: 'id' },
]

beforeAll(async () => {
  server = await startServer({
    name: 'test-replication-tags',
    settings: { ...followedSettings, synchronous_commit: 'on' },
  })
  pool = new pg.Pool({ connectionString: server.url(), max: 5 })
  pool.on('error', () => {})
  await pool.query(`
    create schema "S 1";
    create table "S 1"."Order's" ("Id" text primary key, v int);
    create table keyless (v int);
    alter table keyless replica identity full;
    create table child (order_id text references "S 1"."Order's" on delete cascade, note text);
    alter table child replica identity full;
    create table wide (id int not null, code int not null unique, body text);
    alter table wide replica identity using index wide_code_key`)
  for (const { schema, table, key, tag } of tables)
    await pool.query(
      invalidationTriggers(
        { schema, table },
        { ...(key === null ? {} : { key }), ...(tag === undefined ? {} : { tag }) },
      ),
    )
  await pool.query(invalidationPublication('the "cache"\'s', tables))
  subscription = new Subscription(pool, { publication: 'the "cache"\'s', tables, checkMs: 100 }, hearing(heard))
  await subscription.start()
  listener = new pg.Client(server.url())
  listener.on('notification', ({ payload }) => told.push(JSON.parse(payload ?? '')))
  await listener.connect()
  await listener.query('listen pgwright_cache')
})
afterAll(async () => {
  await subscription?.close()
  await listener?.end()
  await pool?.end()
  await server?.stop()
})

/** The tags of a transaction, as the stream tells them. */
async function tagsOf(sql: string): Promise<readonly string[]> {
  const { transactions } = subscription.status
  const before = heard.length
  await pool.query(sql)
  await expect.poll(() => subscription.status.transactions, patient).toBe(transactions + 1)
  await expect.poll(() => heard.length, patient).toBe(before + 1)
  return [...((await heard.at(-1)?.()) ?? [])].sort()
}

test('tells the same tags as the triggers do', async () => {
  const table = `"S 1"."Order's"`
  for (const sql of [
    `insert into ${table} values ('a', 1), ('b', 2), (':*"ü', 3)`,
    `update ${table} set "Id" = 'c' where "Id" = 'b'`,
    `update ${table} set v = 5 where "Id" = 'c'`,
    `insert into ${table} select i::text from generate_series(1, 97) i`,
    `update ${table} set v = 0`,
    `insert into ${table} values (repeat('x', 8000))`,
    `insert into child values ('a'), (null)`,
    `update child set order_id = '1' where order_id = 'a'`,
    `update child set note = 'n'`,
    `delete from ${table} where "Id" = 'a'`,
    `delete from ${table} where "Id" = '1'`,
    'insert into child values (null)',
    `truncate ${table} cascade`,
    'insert into keyless values (1)',
    'update keyless set v = 2',
    'delete from keyless',
    `insert into wide values (1, 10, 'b')`,
  ]) {
    told.length = 0
    const tags = await tagsOf(sql)
    await listener.query('select 1')
    expect([sql, tags]).toEqual([sql, [...new Set(told.flat())].sort()])
  }
})

test('drops all of a table where the old row does not come with the key', async () => {
  // Its identity is another column: which rows were meant is not told, nor whether their keys were others before.
  expect(await tagsOf('update wide set id = 2')).toEqual(['wide', 'wide:*'])
  expect(await tagsOf('delete from wide')).toEqual(['wide', 'wide:*'])
  await pool.query('alter table wide replica identity full')
  expect(await tagsOf(`insert into wide values (3, 30, 'b'), (4, 40, 'b')`)).toEqual(['wide', 'wide:3', 'wide:4'])
  expect(await tagsOf('update wide set id = 5 where id = 3')).toEqual(['wide', 'wide:3', 'wide:5'])
  expect(await tagsOf('delete from wide where id = 5')).toEqual(['wide', 'wide:5'])
})

test('tells large keys that did not change, and rows of all of a transaction together', async () => {
  // Next to a value that must stay in the row, the key goes out of it: an update of something else does not bring it.
  await pool.query(`create table toasted (id text primary key, v int, body text not null);
    alter table toasted alter id set storage external, alter body set storage plain;
    alter publication "the ""cache""'s" add table toasted`)
  const key = 'k'.repeat(480)
  expect(await tagsOf(`insert into toasted values ('${key}', 0, repeat('b', 3000))`)).toContain('toasted')
  expect(await tagsOf('update toasted set v = 1')).toEqual(['toasted', `toasted:${key}`])
  expect(await tagsOf(`update toasted set id = 'short'`)).toEqual(['toasted', `toasted:${key}`, 'toasted:short'])
  expect(
    await tagsOf(`begin; insert into wide values (6, 60); update wide set id = 7 where id = 6;
    savepoint s; insert into wide values (8, 80); rollback to s; insert into keyless values (1); commit`),
  ).toEqual(['keyless', 'keyless:*', 'wide', 'wide:6', 'wide:7'])
  expect(await tagsOf('insert into wide select i, i * 100 from generate_series(1000, 10000) i')).toEqual([
    'wide',
    'wide:*',
  ])
})

test('follows what becomes of a table, and leaves it at all of it where the key is gone', async () => {
  await pool.query(dropInvalidationTriggers({ schema: 'public', table: 'wide' }))
  await pool.query('alter table wide add extra int default 1, drop column body')
  expect(await tagsOf('insert into wide values (-1, -10)')).toEqual(['wide', 'wide:-1'])
  expect(
    await tagsOf(
      'begin; insert into wide values (-2, -20); alter table wide rename id to ident; insert into wide values (-3, -30); commit',
    ),
  ).toEqual(['wide', 'wide:*'])
  expect(await tagsOf('insert into wide values (-4, -40)')).toEqual(['wide', 'wide:*'])
  await pool.query('alter table wide rename ident to id')
  expect(await tagsOf('update wide set extra = 2 where id = -4')).toEqual(['wide', 'wide:-4'])
})

test.each([false, true])('tags partitions as the table they are of, published as one: %s', async (asOne) => {
  const name = `part_${asOne}`
  await pool.query(`create table ${name} (id int, day int, v int, primary key (id, day)) partition by list (day);
    create table ${name}_1 partition of ${name} for values in (1);
    create publication ${name} for table ${name} with (publish_via_partition_root = ${asOne})`)
  const tags: Told[] = []
  const options = { publication: name, tables: [{ schema: 'public', table: name, tag: 'p', key: 'id' }] }
  const other = new Subscription(pool, options, hearing(tags))
  await other.start()
  const heardOf = async (sql: string) => {
    tags.length = 0
    await pool.query(sql)
    await expect.poll(() => tags.length, patient).toBe(1)
    return [...((await tags[0]?.()) ?? [])].sort()
  }
  expect(await heardOf(`insert into ${name} values (1, 1, 0)`)).toEqual(['p', 'p:1'])
  expect(await heardOf(`update ${name}_1 set v = 1`)).toEqual(['p', 'p:1'])
  expect(
    await heardOf(`begin; create table ${name}_2 partition of ${name} for values in (2);
      insert into ${name} values (2, 2, 0); commit`),
  ).toContain('p')
  expect(await heardOf(`update ${name} set day = 2 where id = 1`)).toEqual(['p', 'p:1'])
  expect(await heardOf(`delete from ${name}_2 where id = 2`)).toEqual(['p', 'p:2'])
  // Old rows of this partition come with another identity than the one of the table.
  await pool.query(`create unique index ${name}_v on ${name}_2 (v); alter table ${name}_2 alter v set not null;
    alter table ${name}_2 replica identity using index ${name}_v`)
  expect(await heardOf(`update ${name} set id = 9 where id = 1`)).toEqual(['p', 'p:*'])
  expect(await heardOf(`truncate ${name}`)).toEqual(['p', 'p:*'])
  await other.close()
})
