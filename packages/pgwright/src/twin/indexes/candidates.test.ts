import type { ClientBase } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { twinServer } from '../../../test/twins.ts'
import type { GinCounters, Snapshot } from '../../model/index.ts'
import { observe, sampleExpression } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { explainPlan } from '../explain.ts'
import { planNodes } from '../plan-node.ts'
import { Twin } from '../twin.ts'

const schema = `
  create schema "S 1";
  create table "S 1"."T" as select i as id, (i * 7919) % 500 as few, 'name ' || (i * 31) % 20000 as name,
    array[i % 40, 100 + i % 7] as tags, int4range(i, i + 10) as span from generate_series(1, 60000) i;
  create table parts (id int, at date not null, tag int) partition by range (at);
  create table parts_1 partition of parts for values from ('2025-01-01') to ('2025-07-01');
  create table parts_2 partition of parts for values from ('2025-07-01') to ('2026-01-01') partition by list (tag);
  create table parts_2_even partition of parts_2 for values in (0, 2, 4);
  create table parts_2_odd partition of parts_2 for values in (1, 3);
  insert into parts select i, date '2025-01-01' + i % 365, i % 5 from generate_series(1, 40000) i;
  create index own on parts_1 (id);
  alter table "S 1"."T" set (autovacuum_enabled = off);
  vacuum analyze`

describe('a candidate', () => {
  let source: TestDatabase
  let snapshot: Snapshot
  let twin: Twin
  beforeAll(async () => {
    source = await createDatabase()
    for (const statement of schema.split(';')) await source.client.query(statement)
    snapshot = await withReader(parseTarget(source.url), (client) => observe(client))
    twin = await Twin.open(snapshot, { server: await twinServer() })
  })
  afterAll(() => twin?.close())

  const explain = (sql: string) => twin.explain(sql, { role: null, settings: {} })

  test.each([
    ['create index on "S 1"."T" (id)', 'select * from "S 1"."T" where id = 7'],
    [
      'create unique index concurrently if not exists u on "S 1"."T" (id desc) include (few)',
      'select few from "S 1"."T" where id between 20000 and 20100',
    ],
    ['create index on "S 1"."T" (few, id) where few < 100', 'select * from "S 1"."T" where few = 5 and id > 50000'],
    ['create index on "S 1"."T" using hash (name)', `select * from "S 1"."T" where name = 'name 31'`],
    ['create index on "S 1"."T" using gin (tags)', 'select * from "S 1"."T" where tags @> array[3, 102]'],
    ['create index on "S 1"."T" using gist (span)', `select * from "S 1"."T" where span && '[5,7]'`],
    ['create index on "S 1"."T" using spgist (span)', `select * from "S 1"."T" where span && '[5,7]'`],
    [
      'create index on "S 1"."T" using brin (id) with (pages_per_range = 8)',
      'select * from "S 1"."T" where id between 20000 and 20100',
    ],
  ])('of a known size is planned as a real one, to the last digit: %s', async (ddl, sql) => {
    await source.client.query('begin')
    await source.client.query(ddl.replace('concurrently if not exists u', ''))
    const real = await explainPlan(source.client, 18, sql)
    const built = (await observe(source.client, { workload: false })).indexes.find(
      ({ table, name }) => table === 'T' && name !== 'own',
    )
    const gin = built?.method === 'gin' ? await ginCounters(source.client, built.name) : undefined
    await source.client.query('rollback')
    if (built === undefined) throw new Error('no index was built')

    const guessed = await twin.addIndex(ddl)
    const guess = guessed.parts[0]?.size
    await twin.removeIndexes([guessed])
    const size = {
      ...guess,
      blocks: built.size.blocks,
      tuples: built.size.tuples,
      ...(gin === undefined ? {} : { gin }),
      height: built.height ?? guess?.height ?? null,
    }
    const candidate = await twin.addIndex(ddl, { size })
    expect(indexNames(await explain(sql))).not.toContain(candidate.name)
    await twin.show([candidate], true)
    const planned = await explain(sql)
    await twin.removeIndexes([candidate])
    expect(indexNames(planned)).toContain(candidate.name)
    expect(costs(planned)).toEqual(costs(real))
  })

  test('on a partitioned table has a part for each partition, but for the one that has such an index', async () => {
    const candidate = await twin.addIndex('create index on parts (id)')
    expect(candidate.parts.map(({ on }) => on.name).sort()).toEqual(['parts_2_even', 'parts_2_odd'])
    const sql = 'select * from parts where id = 77'
    expect(indexNames(await explain(sql))).toEqual(['own'])
    await twin.show([candidate], true)
    expect(indexNames(await explain(sql)).sort()).toEqual(['own', ...candidate.parts.map(({ name }) => name)].sort())
    await twin.show([candidate], false)
    await twin.removeIndexes([candidate])
    expect(indexNames(await explain(sql))).toEqual(['own'])
  })

  test('on an expression says that nothing is known of its values', async () => {
    const candidate = await twin.addIndex('create index on "S 1"."T" (lower(name))')
    expect(candidate).toMatchObject({ statistics: 'none', gaps: [{ object: `index "S 1"."${candidate.name}"` }] })
    await twin.removeIndexes([candidate])
  })

  test('on an expression that was sampled on the source is as large as the real one, and planned as that is', async () => {
    const sql = `select * from "S 1"."T" where lower(name) = 'name 31'`
    const sampled = await withReader(parseTarget(source.url), (client) =>
      sampleExpression(client, { schema: 'S 1', name: 'T' }, 'lower(name)'),
    )
    const candidate = await twin.addIndex('create index on "S 1"."T" (lower(name))', {
      expressionStatistics: [sampled],
    })
    await twin.show([candidate], true)
    const planned = await explain(sql)
    await twin.removeIndexes([candidate])
    await source.client.query('begin; create index real on "S 1"."T" (lower(name)); analyze "S 1"."T"')
    const real = await explainPlan(source.client, 18, sql)
    const { rows } = await source.client.query(`select pg_relation_size('"S 1".real') as bytes`)
    await source.client.query('rollback')
    expect(candidate).toMatchObject({ statistics: 'sampled', gaps: [] })
    expect(Math.abs(candidate.sizeBytes / Number(rows[0].bytes) - 1)).toBeLessThan(0.15)
    expect(planned['Plan Rows']).toBe(real['Plan Rows'])
    expect(planned['Total Cost'] / real['Total Cost']).toBeCloseTo(1, 1)
  })

  test.each([
    ['create index on nowhere (a)', 'no table "nowhere"'],
    ['create index on "S 1"."T" (nothing)', 'PostgreSQL refuses the index: column "nothing" does not exist'],
    ['create index on "S 1"."T" (now())', 'PostgreSQL refuses the index'],
    ['select 1', 'not one CREATE INDEX'],
  ])('is refused with the reason: %s', async (ddl, reason) => {
    const refusal = twin.addIndex(ddl)
    await expect(refusal).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining(reason) })
  })
})

async function ginCounters(client: ClientBase, index: string): Promise<GinCounters> {
  await client.query('create extension pageinspect')
  const { rows } = await client.query<Record<string, string>>('select * from gin_metapage_info(get_raw_page($1, 0))', [
    `"S 1"."${index}"`,
  ])
  const { n_total_pages, n_entry_pages, n_data_pages, n_entries } = rows[0] ?? {}
  return {
    pendingPages: 0,
    totalPages: Number(n_total_pages),
    entryPages: Number(n_entry_pages),
    dataPages: Number(n_data_pages),
    entries: Number(n_entries),
  }
}

function indexNames(plan: Parameters<typeof planNodes>[0]) {
  return planNodes(plan).flatMap((node) => node['Index Name'] ?? [])
}

function costs(plan: Parameters<typeof planNodes>[0]) {
  return planNodes(plan).map((node) => [node['Node Type'], node['Startup Cost'], node['Total Cost'], node['Plan Rows']])
}
