import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../pgwright/test/database.ts'
import { type PageOptions, type PageOrder, page } from './index.ts'

const secret = randomBytes(32)
let database: TestDatabase
let pool: pg.Pool

beforeAll(async () => {
  database = await createDatabase({
    schema: `
      create type mood as enum ('sad', 'ok', 'happy');
      create table thing (
        id bigint primary key, at timestamptz, day timestamp, price numeric, name text collate "C", mood mood, done boolean,
        token uuid not null unique, size float8, tags int[]
      );
      insert into thing
        select 9007199254740993 + i,
          case when i % 7 > 0 then timestamptz '2024-01-01 00:00:00.000001+00' + (i % 5) * interval '1 microsecond' end,
          timestamp '2024-03-31 02:30:00.123456' + (i % 4) * interval '1 microsecond',
          case when i % 5 > 0 then (i % 6) * 0.10000000000000000001 end,
          case when i % 4 > 0 then chr(33 + i % 9) || E'\\\\\\'"é😀' end,
          case when i % 6 > 0 then (enum_range(null::mood))[1 + i % 3] end,
          case when i % 3 > 0 then i % 2 = 0 end,
          md5(i::text)::uuid, 1.0 / (1 + i % 8), case when i % 2 = 0 then array[i % 3, null] end
        from generate_series(0, 59) i;
      create index on thing (day, id);
      create table note (id int primary key, thing_id bigint not null references thing);
      insert into note select i, 9007199254740993 from generate_series(1, 3) i;`,
  })
  pool = new pg.Pool({ connectionString: database.url, max: 2 })
})
afterAll(() => pool.end())

const things = 'select id, at, day, price, name, mood, done, token, size, tags from thing -- all of them'
const ask = (options: Partial<PageOptions>) =>
  page<{ id: string }>(pool, { text: things, orderBy: [{ column: 'id' }], limit: 7, secret, ...options })

async function walk(options: Partial<PageOptions>, way: 'after' | 'before'): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | null = null, first = true; ; first = false) {
    const found = await ask({ ...options, from: way === 'after' ? 'start' : 'end', [way]: cursor })
    const pageIds = found.rows.map(({ id }) => id)
    if (way === 'after') ids.push(...pageIds)
    else ids.unshift(...pageIds)
    expect(way === 'after' ? found.hasPrevious : found.hasNext).toBe(!first)
    if (!(way === 'after' ? found.hasNext : found.hasPrevious)) return ids
    cursor = way === 'after' ? found.endCursor : found.startCursor
  }
}

async function inOrder(orderBy: readonly PageOrder[]): Promise<string[]> {
  const sql = orderBy.map(
    ({ column, direction = 'asc', nulls }) => `${column} ${direction} ${nulls === undefined ? '' : `nulls ${nulls}`}`,
  )
  return (await pool.query(`select id from thing order by ${sql.join(', ')}`)).rows.map(({ id }) => id)
}

describe('a walk over pages', () => {
  const orders: [string, PageOrder[]][] = [
    ['a bigint beyond what a number holds', [{ column: 'id' }]],
    [
      'microseconds and ties',
      [
        { column: 'at', direction: 'desc' },
        { column: 'id', direction: 'desc' },
      ],
    ],
    ['directions that are mixed', [{ column: 'day' }, { column: 'price', direction: 'desc' }, { column: 'id' }]],
    [
      'nulls where PostgreSQL would not put them',
      [{ column: 'at', nulls: 'first' }, { column: 'price', direction: 'desc', nulls: 'last' }, { column: 'id' }],
    ],
    ['nulls last in several columns of one direction', [{ column: 'at' }, { column: 'name' }, { column: 'id' }]],
    [
      'text with odd characters, an enum and a boolean',
      [
        { column: 'name', direction: 'desc' },
        { column: 'mood' },
        { column: 'done', direction: 'desc' },
        { column: 'id' },
      ],
    ],
    ['a float, a list and a uuid', [{ column: 'size' }, { column: 'tags', direction: 'desc' }, { column: 'token' }]],
  ]
  it.each(orders)('finds every row once, in both directions: %s', async (_, orderBy) => {
    const expected = await inOrder(orderBy)
    expect(await walk({ orderBy }, 'after')).toEqual(expected)
    expect(await walk({ orderBy, limit: 8 }, 'before')).toEqual(expected)
  })

  it('finds rows without a value of a column that has one in its table, where a join gives none', async () => {
    const text = 'select t.id, n.id as note from thing t left join note n on n.thing_id = t.id and n.id = 1'
    const orderBy: PageOrder[] = [{ column: 'note' }, { column: 'id' }]
    expect((await walk({ text, orderBy }, 'after')).length).toBe(60)
    expect((await walk({ text, orderBy }, 'before')).length).toBe(60)
  })

  it('gives the same pages by prepared statements', async () => {
    const orderBy: PageOrder[] = [{ column: 'at' }, { column: 'id', direction: 'desc' }]
    expect(await walk({ orderBy, prepare: true }, 'after')).toEqual(await inOrder(orderBy))
  })

  it('leaves a page by the way it was reached', async () => {
    const orderBy: PageOrder[] = [{ column: 'at' }, { column: 'id', direction: 'desc' }]
    const first = await ask({ orderBy })
    const second = await ask({ orderBy, after: first.endCursor })
    const back = await ask({ orderBy, before: second.startCursor })
    expect(back.rows).toEqual(first.rows)
    expect([back.hasPrevious, back.hasNext]).toEqual([false, true])
    expect((await ask({ orderBy, after: first.cursorAt(2) })).rows[0]).toEqual(first.rows[3])
  })

  it('knows whether rows are behind a cursor whose row is gone', async () => {
    const { endCursor } = await ask({ text: 'select id from thing where true', limit: 3 })
    const client = await pool.connect()
    try {
      await client.query('begin')
      const inside = (after: string | null) =>
        page(client, { text: 'select id from thing where true', orderBy: [{ column: 'id' }], limit: 3, secret, after })
      await client.query(
        'delete from note; delete from thing where id = (select id from thing order by id limit 1 offset 2)',
      )
      expect(await inside(endCursor)).toMatchObject({ hasPrevious: true, hasNext: true })
      await client.query('delete from thing where id in (select id from thing order by id limit 2)')
      expect(await inside(endCursor)).toMatchObject({ hasPrevious: false, hasNext: true })
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  it('answers a page without rows', async () => {
    const empty = await ask({ text: 'select id from thing where id < 0', total: 'exact' })
    expect(empty).toMatchObject({ rows: [], startCursor: null, endCursor: null, hasNext: false, hasPrevious: false })
    expect(empty.total).toEqual({ rows: 0, exact: true })
  })

  it('takes the parameters of the query', async () => {
    const text = 'select id, price from thing where price > $1 and done = $2'
    const orderBy: PageOrder[] = [{ column: 'price' }, { column: 'id', direction: 'desc' }]
    const first = await ask({ text, values: ['0.1', true], orderBy, limit: 3, total: 'estimate' })
    const second = await ask({ text, values: ['0.1', true], orderBy, limit: 3, after: first.endCursor })
    const { rows } = await pool.query(`${text} order by price, id desc limit 6`, ['0.1', true])
    expect([...first.rows, ...second.rows]).toEqual(rows)
    expect(first.total?.exact).toBe(false)
  })
})

describe('what an order must be', () => {
  it('refuses one that is not unique, and takes the word of the caller where a table does not tell', async () => {
    await expect(ask({ orderBy: [{ column: 'token' }] })).resolves.toBeDefined()
    await expect(ask({ orderBy: [{ column: 'at' }] })).rejects.toMatchObject({ code: 'usage' })
    const text = 'select price, count(*) from thing where price is not null group by price'
    const grouped = { text, orderBy: [{ column: 'price' }], limit: 2 }
    await expect(ask(grouped)).rejects.toMatchObject({ code: 'usage' })
    expect((await ask({ ...grouped, unique: true })).rows).toHaveLength(2)
  })

  it('finds rows at the same place though the caller gave the word, or a join has repeated them', async () => {
    await expect(ask({ orderBy: [{ column: 'mood' }], unique: true })).rejects.toMatchObject({ code: 'usage' })
    const text = 'select t.id, n.id note from thing t join note n on n.thing_id = t.id'
    await expect(ask({ text })).rejects.toThrow('Two rows of the page stand at the same place')
    await expect(ask({ text, orderBy: [{ column: 'id' }, { column: 'note' }] })).resolves.toMatchObject({
      hasNext: false,
    })
  })

  it('refuses options that can’t be', async () => {
    const refused: Partial<PageOptions>[] = [
      { orderBy: [] },
      { orderBy: [{ column: 'id' }, { column: 'id' }] },
      { orderBy: [{ column: 'id', direction: 'asc; drop table thing' as 'asc' }] },
      { limit: 0 },
      { limit: 1.5 },
      { limit: 10_001 },
      { secret: 'short' },
      { secret: [] },
    ]
    for (const options of refused) await expect(ask(options)).rejects.toMatchObject({ code: 'usage' })
    const { endCursor } = await ask({})
    await expect(ask({ after: endCursor, before: endCursor })).rejects.toMatchObject({ code: 'usage' })
    await expect(ask({ orderBy: [{ column: 'no"such' }] })).rejects.toMatchObject({ code: '42703' })
  })
})

describe('plans', () => {
  it('reads of an index what the page has, and not what comes before it', async () => {
    await pool.query('create table event (id int primary key, at timestamptz, kind int not null)')
    await pool.query(`insert into event select i, now() - i * interval '1 s', i % 3 from generate_series(1, 50000) i`)
    await pool.query('create index on event (kind, at desc nulls last, id); analyze event')
    const orderBy: PageOrder[] = [
      { column: 'kind' },
      { column: 'at', direction: 'desc', nulls: 'last' },
      { column: 'id' },
    ]
    const options: PageOptions = { text: 'select * from event', orderBy, limit: 10_000, secret }
    const deep = await page(pool, { ...options, after: (await page(pool, options)).endCursor })
    const asked: { text: string; values: unknown[] }[] = []
    const spy = {
      query: (config: { text: string; values: unknown[] }) => {
        asked.push(config)
        return pool.query(config)
      },
    }
    await page(spy as unknown as pg.Pool, { ...options, limit: 10, after: deep.endCursor })
    const { rows } = await pool.query(
      `explain (analyze, buffers, format json) ${asked.at(-1)?.text}`,
      asked.at(-1)?.values,
    )
    const plan = rows[0]['QUERY PLAN'][0].Plan
    expect(JSON.stringify(plan)).not.toContain('Seq Scan')
    expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(100)
  })
})
