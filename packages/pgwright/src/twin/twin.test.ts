import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { twinServer } from '../../test/twins.ts'
import { observe } from '../observe/index.ts'
import { parseTarget, withReader } from '../postgres/index.ts'
import { createIndexSql, type IndexSpec } from './indexes/index-spec.ts'
import { type PlanNode, planNodes } from './plan-node.ts'
import { Twin } from './twin.ts'

const schema = `
  create schema "S 1";
  create type mood as enum ('sad', 'ok', 'happy');
  create domain positive as int check (value > 0);
  create table "S 1"."Tenant" (id int primary key, "select" text not null unique);
  create table "S 1"."Order" (
    id bigint generated always as identity primary key,
    "tenantId" int not null references "S 1"."Tenant",
    status text not null default 'new',
    mood mood,
    amount positive,
    "createdAt" timestamptz not null,
    total numeric generated always as (amount * 2) stored,
    gone boolean not null default false,
    note text
  );
  create table part (at date not null, n int) partition by range (at);
  create table part_1 partition of part for values from ('2025-01-01') to ('2025-07-01');
  create table part_2 partition of part for values from ('2025-07-01') to ('2026-01-01');
  insert into "S 1"."Tenant" select i, 'tenant ' || i from generate_series(1, 200) i;
  insert into "S 1"."Order" ("tenantId", status, mood, amount, "createdAt", gone, note)
    select 1 + (i::bigint * i) % 200, (array['new', 'paid', 'sent', 'done'])[1 + i % 4], 'ok', 1 + i % 90,
      timestamptz '2025-01-01' + i * interval '5 minutes', i % 50 = 0, repeat('n', i % 200)
    from generate_series(1, 60000) i;
  insert into part select date '2025-01-01' + i % 365, i from generate_series(1, 20000) i;
  create index on part (at);
  create index "Order by tenant" on "S 1"."Order" ("tenantId", "createdAt" desc);
  create index on "S 1"."Order" (lower(note)) where not gone;
  create view "S 1".v as select o.*, t."select" from "S 1"."Order" o join "S 1"."Tenant" t on t.id = o."tenantId";
  create materialized view counts as select "tenantId", count(*) as n from "S 1"."Order" group by 1;
  create index on counts (n);
  vacuum analyze "S 1"."Order"; vacuum analyze "S 1"."Tenant"; vacuum analyze part; analyze counts`

const queries = [
  'select * from "S 1"."Order" where "tenantId" = 5 order by "createdAt" desc limit 10',
  `select count(*) from "S 1"."Order" where status = 'new' and "createdAt" > '2025-07-01'`,
  'select * from "S 1".v where "select" = \'tenant 7\'',
  `select status, sum(total) from "S 1"."Order" group by status order by 2`,
  `select * from "S 1"."Order" where lower(note) = 'nnn' and not gone`,
  `select * from part where at between '2025-11-01' and '2025-11-03'`,
  'select * from counts where n > 290',
  'select max(id) from "S 1"."Order"',
  `update "S 1"."Order" set status = 'sent' where id = 77`,
]

describe('a twin', () => {
  let source: TestDatabase
  let twin: Twin
  beforeAll(async () => {
    source = await createDatabase()
    for (const statement of schema.split(';')) await source.client.query(statement)
    const snapshot = await withReader(parseTarget(source.url), (client) => observe(client))
    twin = await Twin.open(snapshot, { server: await twinServer() })
  })
  afterAll(() => twin?.close())

  test('carries everything that the source has', () => {
    expect(twin.gaps).toEqual([])
  })

  test('of an older major carries the same', async () => {
    const snapshot = await withReader(parseTarget(source.url), (client) => observe(client))
    const other = await Twin.open({ ...snapshot, server: { ...snapshot.server, major: 15 } })
    await other.close()
    expect(other.gaps).toEqual([])
  })

  test('makes no role of the source a superuser, nor gives it rights of the server, whatever it is called', async () => {
    const snapshot = await withReader(parseTarget(source.url), (client) => observe(client))
    const groups = ['pg_execute_server_program', 'pg_x']
    const role = { name: 'postgres', superuser: true, bypassRls: true, memberOf: groups, mayTakeOn: groups }
    const other = await Twin.open({ ...snapshot, roles: [role] })
    const sql = `select rolname, r.rolsuper, pg_has_role(r.oid, 'pg_execute_server_program', 'member') as runs
      from pg_roles r where rolname = 'postgres' or rolname = session_user`
    const { rows } = await other.run(sql, { role: 'postgres', settings: {} })
    await expect(other.run(`copy (select 1) to program 'true'`, { role: null, settings: {} })).rejects.toThrow()
    await other.close()
    expect(rows.map(([, ...rights]) => rights)).toEqual([
      ['f', 'f'],
      ['f', 'f'],
    ])
  })

  test.each(queries)('plans as the source does: %s', async (sql) => {
    const planned = await twin.explain(sql, { role: null, settings: {} })
    expect(shape(planned)).toEqual(shape(await explain(source.client, sql)))
  })

  test.each<[string, IndexSpec['keys'], string[], string | null]>([
    ['one column', [{ column: 'createdAt', descending: false }], [], null],
    ['two columns, one descending', [key('status'), { column: 'createdAt', descending: true }], [], null],
    ['a covering one', [key('status')], ['amount'], null],
    ['a partial one', [key('createdAt')], [], 'gone'],
  ])('prices an index that is not there as it would be priced if it were: %s', async (_, keys, include, column) => {
    const predicate = column === null ? null : { sql: `"${column}"`, columns: [column] }
    const spec: IndexSpec = { on: { schema: 'S 1', name: 'Order' }, keys, include, predicate }
    const sql = `select amount from "S 1"."Order" where status = 'paid' and "createdAt" > '2025-07-20' ${column === null ? '' : 'and gone'}`
    const [candidate] = await twin.addIndexes([spec])
    if (candidate === undefined) throw new Error('the twin refused the index')
    await twin.show([{ schema: 'S 1', name: candidate.name }], true)
    const planned = await twin.explain(sql, { role: null, settings: {} })
    await twin.removeIndexes([candidate])

    await source.client.query('begin')
    await source.client.query(createIndexSql(spec, 'tried', false))
    const real = await explain(source.client, sql)
    const { rows } = await source.client.query<{ bytes: string }>(`select pg_relation_size('"S 1".tried') as bytes`)
    await source.client.query('rollback')
    expect(candidate.sizeBytes / Number(rows[0]?.bytes)).toBeCloseTo(1, 0.8)
    expect(planned['Total Cost'] / real['Total Cost']).toBeCloseTo(1, 1)
  })
})

function key(column: string) {
  return { column, descending: false }
}

async function explain(client: pg.Client, sql: string): Promise<PlanNode> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json, verbose) ${sql}`)
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  if (plan === undefined) throw new Error('EXPLAIN gave no plan')
  return plan
}

/** The tree with rows and costs; expression indexes may be named differently, since PostgreSQL chose the name. */
function shape(plan: PlanNode) {
  return planNodes(plan).map((node) => [
    node['Node Type'],
    node['Relation Name'],
    node['Plan Rows'],
    node['Total Cost'],
  ])
}

test('indexes of a table are as old as each other as they are on the source, however many tables there are', async () => {
  const tables = Array.from({ length: 45 }, (_, i) => `t${i}`)
  const made = tables.map(
    (t) =>
      `create table ${t} (a int, b int); ${['z', 'y', 'x', 'w'].map((i) => `create index ${t}_${i} on ${t} (a)`).join('; ')}`,
  )
  const source = await createDatabase({ schema: made.join(';') })
  const twin = await Twin.open(
    await withReader(parseTarget(source.url), (client) => observe(client, { workload: false })),
    { server: await twinServer() },
  )
  try {
    const { rows } = await twin.run(
      `select string_agg(right(c.relname, 1), '' order by c.oid) as ages, count(*) as tables from pg_index i
       join pg_class c on c.oid = i.indexrelid where c.relname ~ '^t[0-9]+_' group by i.indrelid`,
      { role: null, settings: {} },
    )
    expect(new Set(rows.map(([ages]) => ages))).toEqual(new Set(['zyxw']))
    expect(rows).toHaveLength(45)
  } finally {
    await twin.close()
  }
})
