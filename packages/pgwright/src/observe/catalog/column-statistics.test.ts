import { expect, test } from 'vitest'
import { openZoo } from '../testing/zoo.ts'

const zoo = await openZoo(`
  create table "S 1"."Order" (id int, "user" text, half real, tags text[], span int4range, at timestamptz);
  insert into "S 1"."Order"
    select i, 'u' || i % 3, i / 3.0, array['x', 'y' || i % 2], int4range(i, i + 5), '2024-01-01 00:00Z'
    from generate_series(1, 1000) as i;
  create index lowered on "S 1"."Order" (lower("user"));
  create statistics "S 1"."Both" on id, "user" from "S 1"."Order";
  create table "S 1".secret (id int);
  insert into "S 1".secret select generate_series(1, 10);
  alter table "S 1".secret enable row level security;
  create table "S 1".empty (id int);
  analyze`)

test("a superuser sees the statistics of columns and of indexes' expressions", async () => {
  const { columnStatistics, gaps } = await zoo.observe()
  expect(columnStatistics.map(({ table, column }) => `${table}.${column}`)).toEqual([
    ...['id', 'user', 'half', 'tags', 'span', 'at'].map((column) => `Order.${column}`),
    'lowered.lower',
    'secret.id',
  ])
  const [id, user, , tags, span, at] = columnStatistics
  expect(id).toMatchObject({ distinct: -1, correlation: 1, commonValues: null, nullFraction: 0, averageWidth: 4 })
  expect(id?.histogram).toMatch(/^\{1,10,20,.*,1000\}$/)
  expect(user).toMatchObject({ distinct: 3, commonValues: '{u1,u0,u2}', commonFrequencies: [0.334, 0.333, 0.333] })
  expect(tags).toMatchObject({ commonElements: '{x,y0,y1}' })
  expect(span?.rangeBoundsHistogram).toContain('[1,6)')
  expect(at?.commonValues).toBe('{"2024-01-01 00:00:00+00"}')
  expect(gaps.map(({ object }) => object)).toEqual(['pg_stat_statements'])
})

test('a role with SELECT is told what pg_stats hides from it', async () => {
  const { columnStatistics, extendedStatistics, gaps } = await zoo.observe(zoo.roles.reader)
  expect(new Set(columnStatistics.map(({ table }) => table))).toEqual(new Set(['Order']))
  expect(extendedStatistics).toMatchObject([{ name: 'Both', table: 'Order' }])
  expect(gaps).toContainEqual(
    expect.objectContaining({ object: '"S 1"."secret"', reason: expect.stringContaining('Row-level security') }),
  )
  expect(gaps).toContainEqual(
    expect.objectContaining({ object: '"S 1"."lowered"', reason: expect.stringMatching(/: lower\.$/) }),
  )
})

test('a role without rights gets the whole catalog, no statistics, and a gap for each table that has rows', async () => {
  const { relations, indexes, columnStatistics, gaps } = await zoo.observe(zoo.roles.plain)
  expect(relations.map(({ name, size }) => [name, size.tuples])).toEqual([
    ['Order', 1000],
    ['secret', 10],
    ['empty', 0],
  ])
  expect(indexes[0]?.definition).toContain('"S 1"."Order"')
  expect(columnStatistics).toEqual([])
  const objects = gaps.map(({ object }) => object)
  expect(objects).toContain('"S 1"."Order"')
  expect(objects).not.toContain('"S 1"."empty"')
})

test('a role that may read some columns is told which ones are missing', async () => {
  await zoo.client.query(`grant select (id, half) on "S 1"."Order" to "${zoo.roles.plain}"`)
  const { columnStatistics, gaps } = await zoo.observe(zoo.roles.plain)
  expect(columnStatistics.map(({ column }) => column)).toEqual(['id', 'half'])
  expect(gaps.find(({ object }) => object === '"S 1"."Order"')?.reason).toMatch(/: "user", tags, span, at\.$/)
})
