import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '../../../../test/database.ts'
import { twinServer } from '../../../../test/twins.ts'
import type { Snapshot } from '../../../model/index.ts'
import { observe } from '../../../observe/index.ts'
import { parseTarget, withReader } from '../../../postgres/index.ts'
import { explainPlan } from '../../explain.ts'
import { valuesOf } from '../../parameters/distribution.ts'
import type { PlanNode } from '../../plan-node.ts'
import { PlanTrees } from '../../plan-trees.ts'
import type { TwinServer } from '../../server.ts'
import { Twin } from '../../twin.ts'
import { applyWhatIfs } from '../apply.ts'
import type { WhatIf } from '../what-if.ts'

/** A vacuum that comes in between would make some pages visible on one side alone. */
const still = 'with (autovacuum_enabled = off)'

const schema = `
  create table customers (id int primary key, name text not null, kind text not null) ${still};
  create table orders (
    id bigint generated always as identity primary key, customer_id int not null references customers,
    status text, amount numeric(10,2) not null, placed timestamp not null, note text
  ) ${still};
  create table lines (order_id bigint not null references orders, line int not null, sku int not null, primary key (order_id, line)) ${still};
  create table events (at date not null, kind int not null, n bigint not null) partition by range (at);
  create table events_1 partition of events for values from ('2024-01-01') to ('2024-07-01') ${still};
  create table events_2 partition of events for values from ('2024-07-01') to ('2025-01-01') ${still}`

/** Made of the rows that are there: how an index grows that was there before depends on the order of its rows. */
const indexes = `
  create index orders_customer on orders (customer_id);
  create index orders_placed on orders (placed);
  create index orders_status on orders (status);
  create index lines_sku on lines (sku);
  create index events_at on events (at);
  create index events_n on events (n)`

/** The same distribution at any scale; every order is in the sample, so that no customer has many by chance. */
const load = (scale: number) => `
  insert into customers select i, 'customer ' || i, 'kind ' || i % 5 from generate_series(1, ${scale * 500}) i;
  insert into orders (customer_id, status, amount, placed, note)
    select 1 + (i::bigint * 7919) % ${scale * 500}, (array['new', 'paid', 'sent', null])[1 + i % 4], (i::bigint * 31) % 5000 / 7.0,
      timestamp '2022-01-01' + i * interval '10 minutes', repeat('n', i % 60) from generate_series(1, ${scale * 8000}) i;
  insert into lines select 1 + i / 3, i % 3, (i::bigint * 104729) % 900 from generate_series(0, ${scale * 24000 - 1}) i;
  insert into events select date '2024-01-01' + (i::bigint * 7919 % 366)::int, i % 20, i from generate_series(1, ${scale * 10000}) i;
  ${indexes};
  alter table orders alter customer_id set statistics 300;
  analyze`

const queries = [
  'select * from orders where id = 4711',
  'select * from orders where customer_id = 77',
  `select * from orders where status = 'paid' order by placed desc limit 20`,
  `select * from orders where placed between '2022-02-01' and '2022-02-03'`,
  `select count(*) from orders where status = 'new'`,
  'select c.name, sum(o.amount) from orders o join customers c on c.id = o.customer_id group by c.name',
  `select * from customers c join orders o on o.customer_id = c.id where c.kind = 'kind 3' and o.status = 'new'`,
  'select * from orders o join lines l on l.order_id = o.id where o.customer_id = 5',
  'select sku, count(*) from lines group by sku',
  'select count(distinct customer_id) from orders',
  'select * from lines where sku = 33',
  'select * from orders where amount > 700',
  `select * from events where at between '2024-03-01' and '2024-03-02'`,
  'select kind, count(*) from events group by kind',
  'select * from events where n = 55',
]

const all = ['customers', 'orders', 'lines', 'events']

describe('a table that grows tenfold', () => {
  let small: Snapshot
  let large: pg.Client
  let largeSnapshot: Snapshot
  let server: TwinServer
  beforeAll(async () => {
    const [one, ten] = [await createDatabase(), await createDatabase()]
    for (const [database, scale] of [
      [one, 1],
      [ten, 10],
    ] as const) {
      for (const statement of `${schema};${load(scale)}`.split(';')) await database.client.query(statement)
    }
    large = ten.client
    small = await withReader(parseTarget(one.url), (client) => observe(client))
    largeSnapshot = await withReader(parseTarget(ten.url), (client) => observe(client))
    server = await twinServer()
  }, 120_000)

  describe('on its twin', () => {
    let twin: Twin
    beforeAll(async () => {
      twin = await Twin.open(grown(all).snapshot, { server })
    })
    afterAll(() => twin?.close())

    test.each(queries)('plans as one that has grown: %s', async (sql) => {
      const planned = await twin.explain(sql, { role: null, settings: {} })
      const real = await explainPlan(large, 18, sql)
      const trees = new PlanTrees(twin.snapshot)
      expect(trees.of(planned) === trees.of(real), `${outline(planned)}\nbut really\n${outline(real)}`).toBe(true)
      expect(planned['Total Cost'] / real['Total Cost']).toBeGreaterThan(0.95)
      expect(planned['Total Cost'] / real['Total Cost']).toBeLessThan(1.05)
    })
  })

  test('has indexes as large as those of one that has grown', () => {
    const { snapshot } = grown(all)
    for (const index of largeSnapshot.indexes.filter(({ size }) => size.blocks > 10)) {
      const ours = snapshot.indexes.find(({ name }) => name === index.name)
      expect((ours?.size.blocks ?? 0) / index.size.blocks, index.name).toBeGreaterThan(0.9)
      expect((ours?.size.blocks ?? 0) / index.size.blocks, index.name).toBeLessThan(1.1)
      expect(ours?.height ?? index.height, index.name).toBe(index.height)
    }
  })

  test('has more values only where there are more of what they stand for', () => {
    const alone = statisticsOf(grown(['orders']).snapshot, 'orders', 'customer_id')
    const together = statisticsOf(grown(['orders', 'customers']).snapshot, 'orders', 'customer_id')
    const otherWay = statisticsOf(grown(['customers', 'orders']).snapshot, 'orders', 'customer_id')
    expect(alone?.distinct).toBe(500)
    expect(together?.distinct).toBe(5000)
    expect(otherWay).toEqual(together)
    expect(together?.histogram).not.toBe(alone?.histogram)
  })

  test('grows with each factor in turn, and back', () => {
    const { snapshot } = applyWhatIfs(small, [
      { kind: 'grow', table: 'public.orders', factor: 4 },
      { kind: 'grow', table: 'orders', factor: 0.25 },
    ])
    const [grownBack, as] = [statisticsOf(snapshot, 'orders', 'id'), statisticsOf(small, 'orders', 'id')]
    expect(valuesOf(grownBack?.histogram ?? null)).toEqual(valuesOf(as?.histogram ?? null))
    expect(snapshot.relations.find(({ name }) => name === 'orders')?.size.tuples).toBe(8000)
  })

  test('adds to its partitioned parent when it is a partition', () => {
    const { snapshot } = applyWhatIfs(small, [{ kind: 'grow', table: 'events_1', factor: 3 }])
    const rows = (name: string) => snapshot.relations.find((relation) => relation.name === name)?.size.tuples ?? 0
    expect(rows('events')).toBeCloseTo(rows('events_1') + rows('events_2'), -1)
  })

  test('says when a column runs out of values', () => {
    expect(grown(['orders'], 1000).notes).toEqual([])
    const serial = {
      ...small,
      relations: small.relations.map((relation) => ({
        ...relation,
        columns: relation.columns.map((column) => (column.name === 'id' ? { ...column, type: 'smallint' } : column)),
      })),
    }
    const { snapshot, notes } = applyWhatIfs(serial, [{ kind: 'grow', table: 'orders', factor: 10 }])
    expect(notes).toMatchObject([expect.stringContaining('"orders".id runs out of values')])
    expect(valuesOf(statisticsOf(snapshot, 'orders', 'id')?.histogram ?? null).at(-1)).toBe('32767')
  })

  function grown(tables: readonly string[], factor = 10) {
    return applyWhatIfs(
      small,
      tables.map((table): WhatIf => ({ kind: 'grow', table, factor })),
    )
  }
})

function statisticsOf(snapshot: Snapshot, table: string, column: string) {
  return snapshot.columnStatistics.find((s) => s.table === table && s.column === column)
}

function outline(plan: PlanNode, depth = 0): string {
  const line = `${'  '.repeat(depth)}${plan['Node Type']} ${plan['Relation Name'] ?? ''} ${plan['Index Name'] ?? ''} ${plan['Plan Rows']} ${plan['Total Cost']}`
  return [line, ...(plan.Plans ?? []).map((child) => outline(child, depth + 1))].join('\n')
}
