import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { twinServer } from '../../../test/twins.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { Twin } from '../twin.ts'
import { planWithParameters } from './plan-with-parameters.ts'

const schema = `
  create table orders (id bigint primary key, tenant int not null, status text not null, at timestamptz not null,
    paid timestamptz, tags text[], doc jsonb, span tstzrange, note text);
  insert into orders
    select i, 1 + floor(random() * random() * 50), case when i % 10 < 9 then 'archived-secret' else 'state-' || i % 400 end,
      timestamptz '2024-01-01 00:00Z' + i * interval '10 min', case when i % 3 = 0 then '2025-01-01Z'::timestamptz end,
      array['blue', 'tag-' || i % 300], jsonb_build_object('kind', 'kind-' || case when i % 2 = 0 then 0 else i % 40 end),
      tstzrange('2024-01-01Z'::timestamptz + i * interval '1 h', '2024-01-02Z'::timestamptz + i * interval '1 h'),
      'note ' || md5(i::text)
    from generate_series(1, 40000) i;
  create index on orders (status);
  create index on orders (at);
  create index on orders (note text_pattern_ops);
  create index on orders using gin (tags);
  create table logs (at timestamptz not null, level int not null, line text) partition by range (at);
  create table logs_1 partition of logs for values from ('2024-01-01Z') to ('2024-07-01Z');
  create table logs_2 partition of logs for values from ('2024-07-01Z') to ('2025-01-01Z');
  insert into logs select timestamptz '2024-01-01Z' + i * interval '15 min', case when i % 500 = 0 then 5 else 1 end, 'x'
    from generate_series(1, 30000) i;
  create index on logs (level);
  create table owned (id int primary key, org int not null, v int);
  insert into owned select i, case when i % 10 < 9 then 1 else i % 3000 end, i from generate_series(1, 30000) i;
  create index on owned (org);
  alter table owned enable row level security;
  create policy by_org on owned to ROLE using (org = current_setting('app.org', true)::int);
  analyze`

const anyone = { role: null, settings: {} }

describe('a statement with parameters', () => {
  let twin: Twin
  let role: string
  beforeAll(async () => {
    const source = await createDatabase()
    role = `app_${source.name}`
    await source.client.query(`create role ${role}; ${schema.replace('ROLE', role)}`)
    afterAll(() => source.client.query(`drop table owned; drop role ${role}`))
    const snapshot = await withReader(parseTarget(source.url), (client) => observe(client))
    twin = await Twin.open(snapshot, { server: await twinServer() })
  })
  afterAll(() => twin?.close())

  test('is planned for common, rare, middling, unknown values and for none, each as often as it is asked for', async () => {
    const { sets, open, skipped } = await planWithParameters(twin, 'select * from orders where status = $1', anyone)
    expect(sets.map(({ label }) => label)).toEqual(['common', 'rare', 'out of range', 'null'])
    expect(sets[0]?.frequencies).toEqual([
      { parameter: 1, column: 'public.orders.status', kind: 'common', frequency: expect.closeTo(0.9, 1) },
    ])
    expect(sets[0]?.weight).toBeCloseTo(0.9, 1)
    expect(sets.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6)
    expect([open, skipped]).toEqual([[], []])
  })

  test('flips where a rare value is worth an index and a common one is not', async () => {
    const { sets, flips } = await planWithParameters(twin, 'select * from orders where status = $1', anyone)
    expect(flips).toBe(true)
    const [common, rare] = sets
    expect(common?.tree).toContain('Seq Scan')
    expect(rare?.tree).toContain('Index Scan')
    expect(rare?.cost).toBeLessThan(common?.cost ?? 0)
  })

  test('does not flip where every value is as rare as the others, though a null finds nothing', async () => {
    const { sets, flips } = await planWithParameters(twin, 'select * from orders where id = $1', anyone)
    expect(sets.length).toBeGreaterThan(2)
    expect(flips).toBe(false)
  })

  test('shows no value: neither in shapes nor in reasons', async () => {
    const statements = [
      'select * from orders where status = $1 and at > $2 and note like $3 limit $4',
      'select status::int from orders where status = $1',
      'select * from orders where tags @> $1 and doc @> $2',
    ]
    for (const sql of statements) {
      const { sets, skipped } = await planWithParameters(twin, sql, anyone)
      // What is to be planned again has them, and goes no further than that.
      const shown = JSON.stringify([sets.map(({ plan: _, sql: __, context: ___, ...told }) => told), skipped])
      expect(shown).not.toMatch(/archived|state-|note \d|2024-|tag-|kind-|blue/)
    }
  })

  test.each<[string, string, string[]]>([
    ['a list', 'status = any($1)', ['common', 'rare', 'out of range', 'null']],
    ['a list that is written out', 'status in ($1, $2, $3)', ['common', 'rare', 'out of range', 'null']],
    ['one end of a range', 'at > $1', ['rare', 'median', 'common', 'out of range', 'null']],
    ['both ends of a range', 'at >= $1 and at < $2', ['rare', 'median', 'common', 'out of range', 'null']],
    ['a pattern', 'note like $1', ['common', 'rare', 'median', 'out of range', 'null']],
    ['elements of an array', 'tags @> $1', ['common', 'rare', 'median', 'out of range', 'null']],
    ['one element', '$1 = any(tags)', ['common', 'rare', 'median', 'out of range', 'null']],
    ['a document', 'doc @> $1', ['common', 'rare', 'null']],
    ['a range of time', 'span && $1', ['common', 'median', 'null']],
    ['a cast', 'at >= $1::date', ['rare', 'median', 'common', 'out of range', 'null']],
    ['a column that can be null', 'paid = $1', ['common', 'out of range', 'null']],
  ])('is given values that fit: %s', async (_, condition, kinds) => {
    const { sets, skipped, open } = await planWithParameters(twin, `select * from orders where ${condition}`, anyone)
    expect([skipped, open]).toEqual([[], []])
    // Which of them are told apart can depend on the rows that ANALYZE happened to read.
    expect(sets.map(({ label }) => label)).toEqual(expect.arrayContaining(kinds))
  })

  test('of two parameters is planned with every combination, of many with those that matter', async () => {
    const two = await planWithParameters(twin, 'select * from orders where status = $1 and tenant = $2', anyone)
    expect(two.sets.length).toBeGreaterThan(10)
    const many = 'select * from orders where status = $1 and tenant = $2 and at > $3 and note like $4 and tags @> $5'
    const { sets } = await planWithParameters(twin, many, anyone)
    expect(sets.length).toBeLessThan(40)
    expect(sets.map(({ label }) => label)).toEqual(expect.arrayContaining(['common', 'rare', 'null']))
  })

  test('keeps counts of rows as usual, and leaves open what no column tells', async () => {
    const sql = 'select * from orders where status = $1 and id % $2 = 0 order by at limit $3 offset $4'
    const { open, sets } = await planWithParameters(twin, sql, anyone)
    expect(open).toEqual([2])
    expect(sets.length).toBeGreaterThan(2)
  })

  test('on one side of a join is told by the column on the other side', async () => {
    const sql = 'select * from orders o join owned w on w.id = o.tenant where w.org = $1 and o.status = $2'
    const { sets } = await planWithParameters(twin, sql, anyone)
    expect(sets[0]?.frequencies.map(({ column }) => column)).toEqual(['public.owned.org', 'public.orders.status'])
  })

  test('over partitions is told by the whole table, and reading fewer of them is no other plan', async () => {
    const { sets, flips } = await planWithParameters(twin, 'select * from logs where at > $1 and level < $2', anyone)
    expect(new Set(sets.flatMap(({ frequencies }) => frequencies.map(({ column }) => column)))).toEqual(
      new Set(['public.logs.at', 'public.logs.level']),
    )
    const day = await planWithParameters(twin, 'select line from logs where at = $1', anyone)
    expect([day.flips, flips]).toEqual([false, expect.any(Boolean)])
  })

  test('is planned for what a setting that a policy reads can be', async () => {
    const { sets, flips } = await planWithParameters(twin, 'select * from owned', { role, settings: {} })
    expect(sets[0]?.frequencies).toEqual([
      { parameter: 'app.org', column: 'public.owned.org', kind: 'common', frequency: expect.closeTo(0.9, 1) },
    ])
    expect(sets.map(({ label }) => label)).toEqual(['common', 'rare', 'out of range'])
    expect(flips).toBe(true)
    const settings = { 'app.org': '7' }
    const known = { plan: await twin.explain('select * from owned', { role, settings }), settings }
    const drawn = await planWithParameters(twin, 'select * from owned', { role, settings: {} }, known)
    expect(drawn.sets).toEqual(sets)
    const given = await planWithParameters(twin, 'select * from owned', { role, settings: { 'app.org': '7' } })
    expect(given.sets).toEqual([])
  })

  test('without parameters has its one plan', async () => {
    const { sets, flips, generic, averageCost } = await planWithParameters(twin, 'select * from orders', anyone)
    expect([sets, flips]).toEqual([[], false])
    expect(averageCost).toBe(generic['Total Cost'])
  })
})
