import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { withScope } from '../scope/index.ts'
import { createLoader } from './index.ts'

interface Author {
  readonly id: string
  readonly name: string
}
interface Post {
  readonly id: number
  readonly author_id: string
}

let database: TestDatabase
let pool: pg.Pool
let sent: unknown[][] = []

beforeAll(async () => {
  database = await createDatabase({
    schema: `
      create table author (id bigint primary key, name text);
      create table post (id int primary key, author_id bigint, title text, at timestamptz);
      create table tag (a uuid, b text, note text, primary key (a, b));
      insert into author select i, 'a' || i from generate_series(1, 20) i;
      insert into post
        select i, 1 + i % 4, 't' || i, timestamptz '2024-01-01' + i * interval '1 hour' from generate_series(1, 40) i;
      insert into tag select md5(i::text)::uuid, 'x,"' || i, 'n' || i from generate_series(1, 5) i;`,
  })
  pool = new pg.Pool({ connectionString: database.url, max: 3 })
  const query = pool.query.bind(pool)
  // Every batch is one call of it.
  pool.query = ((config: { text: string; values: unknown[] }) => {
    sent.push(config.values)
    return query(config)
  }) as typeof pool.query
})
beforeEach(() => {
  sent = []
})
afterAll(() => pool.end())

const anyId = { text: 'select id, name from author where id = any($1)', key: ({ id }: Author) => id }
const byId = () => createLoader<Author>(pool, anyId)
const postsOf = (more: object = {}) =>
  createLoader<Post>(pool, {
    text: 'select * from post',
    by: [{ column: 'author_id', type: 'bigint' }],
    orderBy: [{ column: 'id' }],
    many: true,
    ...more,
  })

describe('a loader', () => {
  it('answers all of a tick by one statement, in the order of the keys, each key once', async () => {
    const found = await withScope(null, () => byId().loadMany([3, '1', 99, 3n, null, 2]))
    expect(found.map((author) => author?.name ?? null)).toEqual(['a3', 'a1', null, 'a3', null, 'a2'])
    expect(sent).toEqual([[['3', '1', '99', '2']]])
  })

  it('takes what a settled promise asks for into the same batch', async () => {
    const loader = byId()
    const later = () => Promise.resolve().then(() => Promise.resolve())
    await withScope(null, () => Promise.all([loader.load(1), later().then(() => loader.load(2))]))
    expect(sent).toEqual([[['1', '2']]])
  })

  it('keeps answers for the scope, until they are cleared, and for no other scope', async () => {
    const loader = byId()
    const request = () =>
      withScope(null, async () => {
        const first = await loader.load(7)
        expect(await loader.load('7')).toBe(first)
      })
    await Promise.all([request(), request()])
    expect(sent).toEqual([[['7']], [['7']]])
    await withScope(null, async () => {
      await loader.loadMany([7, 8])
      loader.clear(7)
      await loader.loadMany([7, 8])
      loader.clear()
      await loader.loadMany([7, 8])
    })
    expect(sent.slice(2)).toEqual([[['7', '8']], [['7']], [['7', '8']]])
    await loader.load(7)
    await loader.load(7)
    expect(sent).toHaveLength(7)
  })

  it('gives lists of rows, in an order and up to a limit for each key', async () => {
    const found = await postsOf().loadMany([2, 77, 1])
    expect(found.map((posts) => posts.length)).toEqual([10, 0, 10])
    expect(found[0]?.every((post) => post.author_id === '2')).toBe(true)
    const latest = await postsOf({ orderBy: [{ column: 'at', direction: 'desc' }], limit: 2 }).loadMany([1, 2, 50])
    expect(latest.map((posts) => posts.map(({ id }) => id))).toEqual([[40, 36], [37, 33], []])
    expect(sent).toHaveLength(2)
  })

  it('takes keys of several columns, compared by the server, and parameters of its own', async () => {
    const { rows } = await database.client.query('select * from tag order by note')
    const loader = createLoader<{ note: string }>(pool, {
      text: 'select * from tag where note <> $1',
      values: ['n2'],
      by: [
        { column: 'a', type: 'uuid' },
        { column: 'b', type: 'text' },
      ],
    })
    const keys = rows.map(({ a, b }) => [a.toUpperCase(), b])
    const found = await loader.loadMany([...keys, [rows[0].a, 'other'], [rows[0].a, null]])
    expect(found.map((row) => row?.note ?? null)).toEqual(['n1', null, 'n3', 'n4', 'n5', null, null])
    expect(sent).toHaveLength(1)
    await expect(loader.load('one part')).rejects.toMatchObject({ code: 'usage' })
  })

  it('splits more keys than a batch may have', async () => {
    const keys = Array.from({ length: 20 }, (_, i) => i + 1)
    const found = await createLoader<Author>(pool, { ...anyId, maxBatch: 8 }).loadMany(keys)
    expect(found.map((author) => author?.name)).toEqual(keys.map((key) => `a${key}`))
    expect(sent.map(([batch]) => (batch as string[]).length)).toEqual([8, 8, 4])
  })
})

describe('an error', () => {
  it('reaches each that waits, and is not kept', async () => {
    const loader = byId()
    await withScope(null, async () => {
      const settled = await Promise.allSettled([loader.load(1), loader.load('no number'), loader.load(1)])
      expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
      expect((await loader.load(1))?.name).toBe('a1')
    })
  })

  it('tells of a row that belongs to no key, instead of saying that the key has none', async () => {
    const loader = createLoader<{ a: string }>(pool, { text: 'select * from tag where a = any($1)', key: ({ a }) => a })
    const { rows } = await database.client.query('select a from tag limit 1')
    await expect(loader.load(rows[0].a.toUpperCase())).rejects.toMatchObject({ code: 'usage' })
    expect(await loader.load(rows[0].a)).toMatchObject(rows[0])
  })

  it('tells of two rows where one was expected', async () => {
    const text = 'select * from post where author_id = any($1)'
    const loader = createLoader<Post>(pool, { text, key: (post) => post.author_id })
    await expect(loader.load(1)).rejects.toMatchObject({ code: 'usage' })
  })

  it('comes of options that can’t be', () => {
    const by = [{ column: 'id', type: 'bigint' }]
    for (const options of [
      { by: [] },
      { by, limit: 2 },
      { by, maxBatch: 0 },
      { by: [{ column: 'id', type: 'int); --' }] },
    ])
      expect(() => createLoader(pool, { text: 'select 1 as id', ...options })).toThrow(
        expect.objectContaining({ code: 'usage' }),
      )
  })
})

it('a request that is cancelled waits no longer, and asks for nothing that nobody else wants', async () => {
  const loader = byId()
  await withScope(null, async () => {
    const controller = new AbortController()
    const gone = [loader.load(1, controller), loader.load(2, controller)]
    const stays = loader.load(2)
    controller.abort(new Error('gone'))
    for (const load of gone) await expect(load).rejects.toThrow('gone')
    expect((await stays)?.name).toBe('a2')
    expect(sent).toEqual([[['2']]])
    await expect(loader.load(1, controller)).rejects.toThrow('gone')
    expect((await loader.load(1))?.name).toBe('a1')
  })
})

it('connections that a function gives share neither batches nor answers, and keep none', async () => {
  const clients = [await database.connect(), await database.connect()]
  for (const [i, client] of clients.entries())
    await client.query(`begin; create temp table mine as select 1 as id, 'of ${i}' as name`)
  let current = clients[0] as pg.Client
  const by = [{ column: 'id', type: 'int' }]
  const loader = createLoader<Author>(() => current, { text: 'select * from mine', by })
  await withScope(null, async () => {
    const first = loader.load(1)
    current = clients[1] as pg.Client
    expect([await first, await loader.load(1)].map((row) => row?.name)).toEqual(['of 0', 'of 1'])
    await current.query(`update mine set name = 'changed'`)
    expect((await loader.load(1))?.name).toBe('changed')
  })
  for (const client of clients) await client.end()
})
