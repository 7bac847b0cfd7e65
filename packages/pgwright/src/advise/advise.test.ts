import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { twinServer } from '../../test/twins.ts'
import type { Snapshot } from '../model/index.ts'
import { observe } from '../observe/index.ts'
import { parseTarget, withReader } from '../postgres/index.ts'
import { fingerprint } from '../sql/index.ts'
import { type AdviseOptions, advise } from './advise.ts'
import { adviseOn } from './testing/advised.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
  await database.client.query(`
    create schema "S 1";
    create table "S 1"."Order" (id bigint generated always as identity primary key, "tenantId" int not null,
      status text not null, "createdAt" timestamptz not null, total numeric, "group" int, note text);
    insert into "S 1"."Order" ("tenantId", status, "createdAt", total, "group", note)
      select i % 200, (array['new', 'paid', 'sent', 'done'])[1 + i % 4], timestamptz '2025-01-01' + i * interval '7 min',
        i % 100, i % 1000, repeat('x', 100) from generate_series(1, 50000) i;
    create index dup_a on "S 1"."Order" ("tenantId");
    create index dup_b on "S 1"."Order" ("tenantId");
    create unique index kept on "S 1"."Order" ("tenantId", id);
    analyze "S 1"."Order"`)
})

async function advised(statements: readonly [sql: string, calls: number, rows?: number][], options?: AdviseOptions) {
  const snapshot = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
  const workload: Snapshot['workload'] = {
    source: 'the test',
    statements: statements.map(([sql, calls, rows = 0]) => {
      return { fingerprint: fingerprint(sql), sql, role: null, calls, totalMs: 0, rows }
    }),
    excluded: [],
  }
  return advise({ ...snapshot, workload }, { server: await twinServer(), ...options })
}

const byTenant =
  'select id, total from "S 1"."Order" where "tenantId" = $1 and status = $2 order by "createdAt" desc limit 20'
const byGroup = 'select sum(total) from "S 1"."Order" where "group" = $1'
const created = ({ plan }: Awaited<ReturnType<typeof advised>>) =>
  plan.changes.filter(({ kind }) => kind === 'create-index').map(({ sql }) => sql)
const dropped = ({ plan }: Awaited<ReturnType<typeof advised>>) =>
  plan.changes.filter(({ kind }) => kind === 'drop-index').map(({ sql }) => sql)

test('puts no column into an index that one of its values could outgrow', async () => {
  await database.client.query(`
    create table "S 1"."Page" (id int primary key, number int, path text not null, body text, meta jsonb,
      long varchar(2000), code varchar(20));
    insert into "S 1"."Page" select i, i % 2000, '/' || repeat('p', i % 40 * 40) || i, repeat('b', 90), '{}', 'x', 'c'
      from generate_series(1, 20000) i;
    analyze "S 1"."Page"`)
  const advice = await advised([
    ['select code from "S 1"."Page" where number = $1', 100],
    ['select body from "S 1"."Page" where number = $1', 100],
    ['select meta from "S 1"."Page" where number = $1', 100],
    ['select long from "S 1"."Page" where number = $1', 100],
    ['select id from "S 1"."Page" where path = $1', 1000],
  ])
  expect(created(advice).sort()).toEqual([
    expect.stringMatching(/\(number\)( include \(code\))?$/),
    // A hash is as long whatever the value is.
    expect.stringMatching(/using hash \(path\)$/),
  ])
  await database.client.query('drop table "S 1"."Page"')
})

describe('advice', () => {
  test('puts equality columns first and the order wanted last, and prices the workload at a fraction', async () => {
    const advice = await advised([[byTenant, 100]])
    expect(created(advice).join()).toMatch(/\("tenantId", status, "createdAt" desc\)/)
    expect(advice.plan.costAfter).toBeLessThan(advice.plan.costBefore * 0.2)
    expect(advice.lowerBound).toBeLessThanOrEqual(advice.plan.costAfter)
  })

  test('tells which statements gain, what it replaces, what it costs to build and to write, and how sure that is', async () => {
    await database.client.query('create index old on "S 1"."Order" ("group")')
    const newest = 'select id from "S 1"."Order" where "group" = $1 order by "createdAt" limit 5'
    const insert = 'insert into "S 1"."Order" ("tenantId", "group", "createdAt") values ($1, $2, $3)'
    const { plan } = await advised([
      [newest, 100],
      [insert, 10, 10],
    ])
    await database.client.query('drop index "S 1".old')
    const details = plan.changes.find(({ kind }) => kind === 'create-index')?.details
    expect(details?.gains).toMatchObject([{ fingerprint: fingerprint(newest), calls: 100 }])
    expect(details?.replaces).toEqual(['"S 1"."old"'])
    expect(details?.buildMs).toBeGreaterThan(1)
    expect(details?.writes).toMatchObject({ entries: 10, heapOnlyLost: 0 })
    expect(details?.confidence.high).toBeGreaterThanOrEqual(details?.confidence.low ?? Number.NaN)
    expect(details?.caveats.join()).toMatch(/values/)
  })

  test('minds rows that were written by statements which the workload lacks', async () => {
    await database.client.query('select pg_stat_force_next_flush()')
    await database.client.query('select 1')
    const { plan } = await advised([[byTenant, 100]])
    const caveats = plan.changes.find(({ kind }) => kind === 'create-index')?.details?.caveats ?? []
    expect(caveats.join()).toMatch(/counted 50,000 rows/)
  })

  test('leaves out what saves less than was asked for', async () => {
    expect(
      created(
        await advised(
          [
            [byTenant, 100],
            [byGroup, 1],
          ],
          { minGain: 0.5 },
        ),
      ),
    ).toHaveLength(1)
  })

  test('drops duplicates and what a new index covers, never what is unique', async () => {
    const sqls = dropped(await advised([[byTenant, 100]]))
    expect(sqls.some((sql) => sql.includes('dup_a')) && sqls.some((sql) => sql.includes('dup_b'))).toBe(true)
    expect(sqls.join()).not.toMatch(/kept|pkey/)
  })

  test('leaves out what the writes would pay more for than the reads gain', async () => {
    const insert = 'insert into "S 1"."Order" ("tenantId", status, "createdAt", "group") values ($1, $2, $3, $4)'
    const update = 'update "S 1"."Order" set "group" = $1 where id = $2'
    expect(
      created(
        await advised([
          [byGroup, 1],
          [insert, 5e6, 5e6],
          [update, 5e6, 5e6],
        ]),
      ),
    ).toEqual([])
  })

  test('keeps within a budget and a number of indexes', async () => {
    expect(
      created(
        await advised(
          [
            [byTenant, 10],
            [byGroup, 10],
          ],
          { maxIndexes: 1 },
        ),
      ),
    ).toHaveLength(1)
    const { plan } = await advised(
      [
        [byTenant, 10],
        [byGroup, 10],
      ],
      { budgetBytes: 1_500_000 },
    )
    const bytes = plan.changes.filter(({ kind }) => kind === 'create-index').reduce((sum, c) => sum + c.sizeBytes, 0)
    expect(bytes).toBeLessThanOrEqual(1_500_000)
  })

  test('is the same for the same input', async () => {
    const [first, second] = [
      await advised([
        [byTenant, 10],
        [byGroup, 3],
      ]),
      await advised([
        [byTenant, 10],
        [byGroup, 3],
      ]),
    ]
    expect(first.plan.changes).toEqual(second.plan.changes)
  })

  test('has a partial index for a constant that recurs, and no literal of it in the plan', async () => {
    const { plan } = await advised([[`select id from "S 1"."Order" where status = 'done' and "group" = 7`, 10]])
    expect(JSON.stringify(plan.workload)).not.toContain('done')
  })

  test('has no partial index for a constant of a column that has many values', async () => {
    const advice = await advised([[`select id from "S 1"."Order" where "group" = 7 order by "createdAt"`, 10]])
    expect(created(advice).join()).not.toMatch(/ where /)
  })

  test('repeats no literal where a statement can not be planned, and says so where none can', async () => {
    const wrong = `select id from "S 1"."Order" where "group" = 'hunter2'`
    const { plan } = await advised([
      [wrong, 1],
      [byGroup, 1],
    ])
    expect(JSON.stringify(plan)).not.toContain('hunter2')
    await expect(advised([[wrong, 1]])).rejects.toMatchObject({ code: 'empty-workload' })
  })

  test('names statements that the twin can not plan', async () => {
    const { plan } = await advised([
      ['select nowhere from "S 1"."Order"', 1],
      [byGroup, 1],
    ])
    expect(plan.workload.excluded).toHaveLength(1)
    expect(plan.workload.statements).toHaveLength(1)
  })
})

test('plans what a policy restricts that reads a setting as a number, though nobody has set it', async () => {
  await database.client.query(`
    create table "S 1".owned (id int primary key, org int not null, at timestamptz not null);
    insert into "S 1".owned select i, i % 500, timestamptz '2025-01-01' + i * interval '1 min' from generate_series(1, 50000) i;
    alter table "S 1".owned enable row level security;
    do 'begin create role advise_reader; exception when duplicate_object then null; end';
    create policy own on "S 1".owned to advise_reader using (org = current_setting('app.org')::int);
    grant usage on schema "S 1" to advise_reader; grant select on "S 1".owned to advise_reader;
    analyze "S 1".owned`)
  const sql = 'select id from "S 1".owned order by at desc limit 20'
  const snapshot = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
  const statements = [{ fingerprint: fingerprint(sql), sql, role: 'advise_reader', calls: 100, totalMs: 0, rows: 0 }]
  const asked = { ...snapshot, workload: { source: 'the test', statements, excluded: [] } }
  const advice = await advise(asked, { server: await twinServer() })
  expect(advice.plan.workload.excluded).toEqual([])
  expect(created(advice).join()).toMatch(/\(org, at desc\)/)
  await database.client.query('drop table "S 1".owned')
})

test('plans what a policy restricts that is guarded against a setting which nobody has given', async () => {
  await database.client.query(`
    create table "S 1".guarded (id int primary key, tenant uuid not null, mood text not null);
    insert into "S 1".guarded select i, md5((i % 500)::text)::uuid, 'fine' from generate_series(1, 20000) i;
    alter table "S 1".guarded enable row level security;
    do 'begin create role advise_reader; exception when duplicate_object then null; end';
    create policy own on "S 1".guarded to advise_reader using (tenant = (nullif(current_setting('app.tenant', true), ''))::uuid
      or tenant = any (string_to_array(nullif(current_setting('app.tenants', true), ''), ',')::uuid[]));
    grant usage on schema "S 1" to advise_reader; grant select on "S 1".guarded to advise_reader;
    analyze "S 1".guarded`)
  const { plan } = await adviseOn(database, [{ sql: 'select id from "S 1".guarded', role: 'advise_reader' }])
  expect(plan.workload.excluded).toEqual([])
  expect(plan.workload.statements).toHaveLength(1)
  await database.client.query('drop table "S 1".guarded')
})

test('advises no second index with the keys of one that is there, however large that has become', async () => {
  await database.client.query(`
    create table "S 1".bloated (id int, code int, note text);
    insert into "S 1".bloated select i, i % 3000, repeat('x', 60) from generate_series(1, 30000) i;
    create index bloated_code on "S 1".bloated (code desc) with (fillfactor = 10);
    analyze "S 1".bloated`)
  const advice = await advised([
    ['select code, count(*) from "S 1".bloated where code between $1 and $2 group by code', 100],
  ])
  expect(created(advice)).toEqual([])
  expect(dropped(advice).join()).not.toContain('bloated_code')
})

test('looks for a null as for any other value where no condition is allowed', async () => {
  await database.client.query(`
    create table "S 1".task (id int primary key, owner int not null, done timestamptz, note text);
    insert into "S 1".task select i, i % 50, case when i % 500 > 0 then now() end, repeat('x', 90)
      from generate_series(1, 40000) i;
    analyze "S 1".task`)
  const advice = await advised([['select note from "S 1".task where owner = $1 and done is null', 100]], {
    kinds: ['btree'],
  })
  expect(created(advice).join()).toContain('(owner, done)')
})

test('claims nothing of what could be reached where there was no time to look', async () => {
  const advice = await advised([[byTenant, 100]], { timeLimitMs: 0 })
  expect(advice.timedOut).toBe(true)
  expect(created(advice)).toEqual([])
  expect(advice.lowerBound).toBeLessThan(advice.plan.costBefore / 2)
})

test('sees an order that an index of the source has brought already', async () => {
  await database.client.query(`
    create table "S 1".feed (id int primary key, owner int not null, at timestamptz not null, note text);
    insert into "S 1".feed select i, (i * 7919) % 60, timestamptz '2025-01-01' + (i::bigint * 104729) % 60000 * interval '1 min', repeat('x', 90)
      from generate_series(1, 60000) i;
    create index feed_at on "S 1".feed (at);
    analyze "S 1".feed`)
  const advice = await advised([['select * from "S 1".feed where owner = $1 order by at desc limit 20', 100]])
  expect(created(advice).join()).toMatch(/\(owner, at( desc)?\)/)
})

test('analyzes the table of an index on an expression, of whose values nothing is known until then', async () => {
  await database.client.query(`
    create table "S 1".person (id int primary key, email text not null);
    insert into "S 1".person select i, 'P' || i || '@example.test' from generate_series(1, 20000) i;
    analyze "S 1".person`)
  const { plan } = await advised([['select id from "S 1".person where lower(email) = $1', 100]])
  const change = plan.changes.find(({ sql }) => sql.includes('lower(email)'))
  expect(change?.steps.map(({ sql }) => sql)).toEqual([expect.stringContaining('create index'), 'analyze "S 1".person'])
})
