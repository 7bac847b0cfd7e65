import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '../../../../test/database.ts'
import { twinServer } from '../../../../test/twins.ts'
import type { Snapshot } from '../../../model/index.ts'
import { observe } from '../../../observe/index.ts'
import { parseTarget, withReader } from '../../../postgres/index.ts'
import { explainPlan } from '../../explain.ts'
import { type PlanNode, planNodes } from '../../plan-node.ts'
import type { TwinServer } from '../../server.ts'
import { Twin } from '../../twin.ts'
import { applyWhatIfs } from '../apply.ts'
import type { PartitionBy } from './partitioning.ts'

/** A vacuum that comes in between would make some pages visible on one side alone. */
const still = 'with (autovacuum_enabled = off)'

const columns = `(id bigint not null, at timestamp not null, tenant int not null, kind text not null, note text)`
const rows = `insert into %I
  select i, timestamp '2025-01-01' + i * interval '9 minutes', (i::bigint * 7919) % 200,
    (array['view', 'view', 'view', 'click', 'click', 'buy'])[1 + i % 6], repeat('n', i % 50)
  from generate_series(1, 40000) i`
const keys = (table: string, column: string) => `
  alter table ${table} add primary key (id, ${column});
  create index on ${table} (tenant, at);
  create index on ${table} (lower(note)) where kind = 'buy'`

/** The same table in three partitioned forms, made for real. */
const forms: Readonly<
  Record<
    string,
    { readonly column: string; readonly by: PartitionBy; readonly sql: string; readonly gaps: readonly string[] }
  >
> = {
  by_month: {
    column: 'at',
    by: { method: 'range', every: '1 month' },
    gaps: [],
    sql: `create table by_month ${columns} partition by range (at);
      ${Array.from({ length: 10 }, (_, i) => `create table by_month_p${i + 1} partition of by_month for values from ('${month(i)}') to ('${month(i + 1)}') ${still}`).join(';')}`,
  },
  by_kind: {
    column: 'kind',
    by: { method: 'list', values: [['view'], ['click']] },
    gaps: ['index "public"."by_kind_lower_idx"'],
    sql: `create table by_kind ${columns} partition by list (kind);
      create table by_kind_p1 partition of by_kind for values in ('view') ${still};
      create table by_kind_p2 partition of by_kind for values in ('click') ${still};
      create table by_kind_default partition of by_kind default ${still}`,
  },
  by_tenant: {
    column: 'tenant',
    by: { method: 'hash', partitions: 4 },
    gaps: [],
    sql: `create table by_tenant ${columns} partition by hash (tenant);
      ${[0, 1, 2, 3].map((i) => `create table by_tenant_p${i} partition of by_tenant for values with (modulus 4, remainder ${i}) ${still}`).join(';')}`,
  },
}

function month(i: number): string {
  return new Date(Date.UTC(2025, i, 1)).toISOString().slice(0, 10)
}

const queries = [
  `select * from t where at between '2025-03-03' and '2025-03-05'`,
  `select * from t where at >= '2025-06-15'`,
  `select * from t where tenant = 7 and at >= '2025-08-01' order by at desc limit 10`,
  'select * from t where tenant = 7',
  'select * from t where id = 777',
  `select max(note) from t where kind = 'buy'`,
  `select kind, count(*) from t group by kind`,
  `select tenant, count(*) from t where at < '2025-02-01' group by tenant`,
  `select * from t where lower(note) = 'nnn' and kind = 'buy'`,
]

describe('a table that is partitioned', () => {
  let client: pg.Client
  let server: TwinServer
  let whole: Snapshot
  beforeAll(async () => {
    const [plain, parted] = [await createDatabase(), await createDatabase()]
    client = parted.client
    for (const [name, { column, sql }] of Object.entries(forms)) {
      // Each plain table has the name of the form that it is to take, and so have its partitions.
      await plain.client.query(
        `create table ${name} ${columns} ${still}; ${rows.replace('%I', name)}; ${keys(name, column)}`,
      )
      await plain.client.query(`analyze ${name}`)
      await client.query(`${sql}; ${rows.replace('%I', name)}; ${keys(name, column)}`)
      await client.query(`analyze ${name}`)
    }
    whole = await withReader(parseTarget(plain.url), (reader) => observe(reader))
    server = await twinServer()
  }, 120_000)

  describe.each(Object.entries(forms))('%s, on its twin', (name, { column, by, gaps }) => {
    let twin: Twin
    beforeAll(async () => {
      const scenario = applyWhatIfs(whole, [{ kind: 'partition', table: name, column, by }])
      expect(scenario.gaps.map(({ object }) => object)).toEqual(gaps)
      twin = await Twin.open(scenario.snapshot, { server })
      expect(twin.gaps).toEqual([])
    })
    afterAll(() => twin?.close())

    test.each(queries)('plans as one that is partitioned: %s', async (query) => {
      const sql = query.replace('from t ', `from ${name} `)
      const planned = await twin.explain(sql, { role: null, settings: {} })
      const real = await explainPlan(client, 18, sql)
      expect(shape(planned)).toEqual(shape(real))
      // A hash puts more into one partition than into another, which only the values tell.
      const tolerance = by.method === 'hash' ? 1.5 : 1.1
      expect(planned['Total Cost'] / real['Total Cost']).toBeGreaterThan(1 / tolerance)
      expect(planned['Total Cost'] / real['Total Cost']).toBeLessThan(tolerance)
    })
  })

  test('without the column in its key says what it is planned without', () => {
    const by: PartitionBy = { method: 'hash', partitions: 2 }
    const { gaps, snapshot } = applyWhatIfs(whole, [{ kind: 'partition', table: 'by_kind', column: 'tenant', by }])
    expect(gaps.map(({ object }) => object)).toEqual(['constraint "by_kind_pkey" on "public"."by_kind"'])
    const key = snapshot.indexes
      .filter(({ table }) => table.startsWith('by_kind'))
      .filter((i) => i.name.includes('pkey'))
    expect(key.map(({ unique, primary }) => [unique, primary])).toEqual([
      [false, false],
      [false, false],
      [false, false],
    ])
  })

  test.each<[string, string, PartitionBy]>([
    ['an unknown column', 'nothing', { method: 'hash', partitions: 4 }],
    ['a length of time for numbers', 'id', { method: 'range', every: '1 month' }],
    ['too many partitions', 'at', { method: 'range', every: '1 hour' }],
    ['bounds that fall', 'id', { method: 'range', bounds: ['5', '3'] }],
    ['no lists', 'kind', { method: 'list', values: [] }],
    ['a value that is listed twice', 'kind', { method: 'list', values: [['buy'], ['buy']] }],
    ['half a partition', 'id', { method: 'hash', partitions: 0.5 }],
  ])('refuses %s', (_, column, by) => {
    expect(() => applyWhatIfs(whole, [{ kind: 'partition', table: 'by_month', column, by }])).toThrow(
      expect.objectContaining({ code: 'usage' }),
    )
  })

  test('refuses to cut a range of text', () => {
    const by: PartitionBy = { method: 'range', bounds: ['m'] }
    expect(() => applyWhatIfs(whole, [{ kind: 'partition', table: 'by_month', column: 'kind', by }])).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    )
  })
})

/** Nodes and relations. Indexes are named in another way, and which of two alike partitions comes first is chance. */
function shape(plan: PlanNode) {
  return planNodes(plan)
    .map((node) => `${node['Node Type']} ${node['Relation Name'] ?? ''}`)
    .sort()
}
