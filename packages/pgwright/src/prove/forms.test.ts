import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import { type Change, type Plan, planSchema, type Step } from '../model/index.ts'
import { prove } from './prove.ts'

let database: TestDatabase
let teller: string
const connect = () => database.connect()

beforeAll(async () => {
  database = await createDatabase({
    schema: `create table public."Visit" (id int primary key, shop int not null, during tstzrange not null, price int not null);
      insert into "Visit" select i, i % 20, tstzrange(timestamptz '2025-01-01' + i * interval '1 minute',
        timestamptz '2025-01-01' + (i + 1) * interval '1 minute'), i % 90 from generate_series(1, 40000) as i;
      alter table "Visit" enable row level security;
      analyze "Visit"`,
  })
  teller = `teller ${database.name}`
  await database.client.query(`create role "${teller}"; grant select, insert, delete on "Visit" to "${teller}";
    create policy own on "Visit" to "${teller}"
      using (shop = nullif(current_setting('app.shop', true), '')::int)`)
  return () => database.client.query(`drop owned by "${teller}"; drop role "${teller}"`)
})

const byShop = 'select distinct shop from "Visit" order by shop'
const perShop = 'select count(*), sum(price) from "Visit" where shop = $1'

describe('changes that bring along what the application asks', () => {
  const view: Change = {
    ...changeOf('view'),
    kind: 'create-view',
    steps: [
      object(
        'materialized view',
        ['public', 'Per'],
        `create materialized view public."Per" as
        select shop, count(*) as visits, sum(price) as paid from "Visit" group by shop`,
      ),
      {
        sql: 'create unique index concurrently "Per_shop" on "public"."Per" (shop)',
        ensure: { kind: 'index-present', schema: 'public', table: 'Per', index: 'Per_shop', definition: null },
        locks: [],
        transactional: false,
      },
    ],
    forms: one(perShop, 'select visits, paid from "Per" where shop = $1', byShop),
  }
  const onView: Change = {
    ...changeOf('on view'),
    kind: 'rewrite-query',
    dependsOn: ['view'],
    forms: one(
      'select sum(price) from "Visit" where $1::int > 0',
      'select sum(paid) from "Per" where $1::int > 0',
      'select 1',
    ),
  }
  const wrong: Change = {
    ...changeOf('wrong'),
    kind: 'rewrite-query',
    forms: one(perShop, 'select count(*), max(price) from "Visit" where shop = $1 and id < 9', byShop),
  }
  const batch: Change = {
    ...changeOf('batch'),
    kind: 'rewrite-query',
    forms: {
      role: null,
      before: [{ sql: `insert into "Visit" select $1::int + $2::int, 1, 'empty', 1`, times: 200 }],
      after: [
        { sql: `insert into "Visit" select $1::int + i, 1, 'empty', 1 from generate_series(1, 200) as i`, times: null },
      ],
      values: 'select 50000',
    },
  }
  const slower: Change = {
    ...changeOf('slower'),
    kind: 'rewrite-query',
    forms: one(
      'select count(*) from "Visit" where id = $1',
      'select count(*) from "Visit" where id::text = $1::text',
      'select 7',
    ),
  }
  let proven: Plan
  beforeAll(async () => {
    proven = await prove(connect, planOf(view, onView, wrong, batch, slower), { describeTarget: 'test', repeats: 3 })
  })

  test('stay where the same is asked for less, as files that can be read again', () => {
    expect(proven.changes.map(({ id }) => id)).toEqual(['view', 'on view', 'batch'])
    expect(planSchema.parse(JSON.parse(JSON.stringify(proven)))).toEqual(proven)
  })

  test('have both sides measured, the size of what they make, and how long that takes', () => {
    const trial = proven.changes[0]?.trial
    expect(trial).toMatchObject({ verdict: 'pays', queries: [{ sameResult: true, calls: 1 }] })
    expect(trial?.sizeBytes).toBeGreaterThan(8191)
    expect(trial?.buildMs).toBeGreaterThan(0)
    expect(trial?.queries[0]?.before.runs).toBeGreaterThanOrEqual(5)
  })

  test('can rest on one another', () => {
    expect(proven.changes[1]?.trial?.queries).toMatchObject([{ sameResult: true }])
  })

  test('that write are measured too, with rows that are not compared, and leave nothing', async () => {
    expect(proven.changes[2]?.trial).toMatchObject({ verdict: 'pays', queries: [{ sameResult: null }] })
    const { rows } = await database.client.query(
      `select count(*)::int as visits, to_regclass('"Per"') as view from "Visit"`,
    )
    expect(rows).toEqual([{ visits: 40_000, view: null }])
  })

  test('are thrown out where other rows come back, or nothing is gained', () => {
    expect(proven.rejected.map(({ change, reason }) => [change.id, reason])).toEqual([
      ['wrong', 'What is to be asked instead returns other rows.'],
      ['slower', expect.stringContaining('which is no clear gain')],
    ])
  })
})

describe('a constraint', () => {
  const exclusion: Change = {
    ...changeOf('exclusion'),
    kind: 'add-constraint',
    steps: [
      object('extension', ['btree_gist'], 'create extension if not exists btree_gist'),
      object(
        'table constraint',
        ['public', 'Visit', 'no_overlap'],
        'alter table public."Visit" add constraint no_overlap exclude using gist (shop with =, during with &&) where (id > 35000)',
      ),
    ],
    forms: one(
      'select id from "Visit" where shop = $1 and during && $2::tstzrange',
      'select id from "Visit" where shop = $1 and during && $2::tstzrange',
      'select shop, during from "Visit" where id > 36000',
    ),
  }

  test('stays for what it keeps out, with the time that its lock is held', async () => {
    const { changes } = await prove(connect, planOf(exclusion), { describeTarget: 'test', repeats: 3 })
    expect(changes[0]?.trial).toMatchObject({ verdict: 'pays', queries: [{ sameResult: true }] })
    expect(changes[0]?.trial?.reason).toMatch(/^Every row keeps to it\. The call goes from .* the steps take /)
    expect(changes[0]?.trial?.sizeBytes).toBeGreaterThan(100_000)
  })

  test('that rows break already is thrown out', async () => {
    await database.client.query('insert into "Visit" select 50000, shop, during, 0 from "Visit" where id = 36000')
    const { changes, rejected } = await prove(connect, planOf(exclusion), { describeTarget: 'test', repeats: 3 })
    await database.client.query('delete from "Visit" where id = 50000')
    expect(changes).toEqual([])
    expect(rejected[0]?.reason).toBe('Rows that are there break it (SQLSTATE 23P01).')
  })
})

test('a change that a copy can not show the worth of passes as it is', async () => {
  const sql = 'alter table public."Visit" set (fillfactor = 70)'
  const ensure = {
    kind: 'options-set',
    schema: 'public',
    relation: 'Visit',
    options: { fillfactor: '70' },
  } as const
  const change: Change = {
    ...changeOf('options'),
    kind: 'set-options',
    sql,
    steps: [{ sql, ensure, locks: [], transactional: true }],
  }
  const { changes, rejected } = await prove(connect, planOf(change), { describeTarget: 'test', repeats: 3 })
  expect(changes).toEqual([change])
  expect(rejected).toEqual([])
})

test('a form is asked as its role, with the settings that its values name', async () => {
  const own: Change = {
    ...changeOf('own'),
    kind: 'rewrite-query',
    forms: {
      ...one(
        'select count(distinct id) from "Visit" cross join generate_series(1, 150) where price >= $1',
        'select count(*) from "Visit" where price >= $1',
        `select 3 as "a", '7' as "app.shop"`,
      ),
      role: teller,
    },
  }
  const { changes } = await prove(connect, planOf(own), { describeTarget: 'test', repeats: 3 })
  expect(changes[0]?.trial).toMatchObject({ verdict: 'pays', queries: [{ sameResult: true }] })
})

test.each([
  ['whose values find no row', one('select 1', 'select 1', 'select 1 where false')],
  ['whose statement is refused', one('select nothing', 'select 1', 'select 1')],
])('a change %s stays untried', async (_, forms) => {
  const change: Change = { ...changeOf('odd'), kind: 'rewrite-query', forms }
  const { changes } = await prove(connect, planOf(change), { describeTarget: 'test', repeats: 3 })
  expect(changes[0]?.trial).toMatchObject({
    verdict: 'undecided',
    reason: expect.stringContaining('could not be tried'),
  })
})

test('a parameter without a value is a fault of the plan', async () => {
  const change: Change = {
    ...changeOf('odd'),
    kind: 'rewrite-query',
    forms: one('select $2::int', 'select 1', 'select 1'),
  }
  await expect(prove(connect, planOf(change), { describeTarget: 'test' })).rejects.toMatchObject({ code: 'bad-file' })
})

function one(before: string, after: string, values: string): NonNullable<Change['forms']> {
  return { role: null, before: [{ sql: before, times: null }], after: [{ sql: after, times: null }], values }
}

function object(type: Extract<Step['ensure'], { type: string }>['type'], names: string[], sql: string): Step {
  return { sql, ensure: { kind: 'object-present', type, names, definition: null }, locks: [], transactional: true }
}

function changeOf(id: string): Omit<Change, 'kind'> {
  const worth = { sizeBytes: 0, benefit: { total: 0, queries: [] }, writeCost: 0, reason: '', trial: null }
  const what = { id, schema: 'public', table: 'Visit', sql: '', rollbackSql: '', steps: [], rollback: [] }
  return { ...what, forms: null, dependsOn: [], ...worth }
}
