import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { twinServer } from '../../../test/twins.ts'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { explainPlan } from '../explain.ts'
import { indexesOf, planNodes } from '../plan-node.ts'
import type { TwinServer } from '../server.ts'
import { Twin } from '../twin.ts'
import { compareWhatIf } from './compare.ts'
import type { WhatIf } from './what-if.ts'

/** Statistics that the server takes in between would be of one side alone. */
const still = 'with (autovacuum_enabled = off)'

const schema = `
  create table customers (id int generated always as identity primary key, name text not null unique, region text) ${still};
  create table orders (
    id bigint generated always as identity primary key, customer_id int not null references customers,
    status text not null, at timestamp not null
  ) ${still};
  create index on orders (customer_id);
  create index on orders (at);
  insert into customers (name, region) select 'customer ' || i, 'region ' || i % 7 from generate_series(1, 2000) i;
  insert into orders (customer_id, status, at)
    select 1 + (i::bigint * 7919) % 2000, (array['new', 'paid', 'sent'])[1 + i % 3], timestamp '2024-01-01' + i * interval '7 minutes'
    from generate_series(1, 40000) i;
  vacuum analyze customers; vacuum analyze orders`

const byCustomer = 'select * from orders where customer_id = 77'

describe('a what-if', () => {
  let source: TestDatabase
  let snapshot: Snapshot
  let server: TwinServer
  let before: Twin
  beforeAll(async () => {
    source = await createDatabase()
    for (const statement of schema.split(';')) await source.client.query(statement)
    snapshot = await withReader(parseTarget(source.url), (client) => observe(client))
    server = await twinServer()
    before = await Twin.open(snapshot, { server })
  })

  const ask = (whatIfs: readonly WhatIf[], ...queries: string[]) =>
    compareWhatIf(
      snapshot,
      whatIfs,
      queries.map((sql) => ({ sql, role: null, calls: 1 })),
      { server, before },
    )

  /** What the source itself would plan with something changed, in a transaction that is taken back. */
  async function onSource(change: string, sql: string) {
    await source.client.query(`begin; ${change}`)
    try {
      return await explainPlan(source.client, 18, sql)
    } finally {
      await source.client.query('rollback')
    }
  }

  test('of nothing changes nothing', async () => {
    const result = await ask([], byCustomer)
    expect(result).toMatchObject({ flips: 0, unplanned: [], notes: [] })
    expect(result.costAfter).toBe(result.costBefore)
  })

  test('adds an index, and tells its size', async () => {
    const ddl = "create index on orders (status) where status <> 'sent'"
    const sql = "select count(*) from orders where status = 'new'"
    const result = await ask([{ kind: 'add-index', ddl }], sql)
    const real = await onSource(ddl, sql)
    expect(result.flips).toBe(1)
    expect(result.costAfter / real['Total Cost']).toBeCloseTo(1, 1)
    expect(result.added[0]?.sizeBytes).toBeGreaterThan(100_000)
  })

  test('drops an index by its name, without or with its schema', async () => {
    for (const index of ['orders_customer_id_idx', 'public.orders_customer_id_idx']) {
      const [planned] = (await ask([{ kind: 'drop-index', index }], byCustomer)).statements
      expect(planned?.flips).toBe(true)
      expect(planned?.after).toEqual(await onSource('drop index orders_customer_id_idx', byCustomer))
    }
  })

  test('drops an index that a constraint rests on, and says what else is gone', async () => {
    const result = await ask([{ kind: 'drop-index', index: 'customers_pkey' }], 'select * from customers where id = 5')
    expect(result.flips).toBe(1)
    expect(result.notes.join(' ')).toMatch(/primary constraint "customers_pkey"/)
    expect(result.notes.join(' ')).toMatch(/foreign constraint "orders_customer_id_fkey"/)
  })

  test('takes an index that it has added away again', async () => {
    const add: WhatIf = { kind: 'add-index', ddl: 'create index tried on orders (status, at)' }
    const result = await ask([add, { kind: 'drop-index', index: 'tried' }], byCustomer)
    expect(result).toMatchObject({ flips: 0, added: [] })
  })

  test('hides an index', async () => {
    const [planned] = (await ask([{ kind: 'hide-index', index: 'orders_customer_id_idx' }], byCustomer)).statements
    expect(planned && [...indexesOf(planned.before)]).toEqual(['orders_customer_id_idx'])
    expect(planned && [...indexesOf(planned.after)]).toEqual([])
  })

  test('sets a setting, and plans as the source does with it', async () => {
    const sql = 'select * from orders o join customers c on c.id = o.customer_id order by o.at'
    for (const [name, value] of [
      ['work_mem', '64kB'],
      ['enable_hashjoin', 'off'],
      ['Random_Page_Cost', '1.1'],
    ] as const) {
      const [planned] = (await ask([{ kind: 'set', name, value }], sql)).statements
      expect(planned?.after).toEqual(await onSource(`set local ${name} = '${value}'`, sql))
    }
  })

  test.each([
    ['enable_magic', 'on'],
    ['work_mem', 'plenty'],
    ['shared_buffers', '1GB'],
    ['role', 'postgres'],
  ])('refuses the setting %s = %s', async (name, value) => {
    await expect(ask([{ kind: 'set', name, value }], byCustomer)).rejects.toMatchObject({ code: 'usage' })
  })

  test('adds a policy, which those see who are not exempt', async () => {
    const policy: WhatIf = {
      kind: 'policy',
      sql: "create policy own on orders to what_if_clerk using (customer_id = current_setting('app.customer')::int); alter table orders enable row level security",
    }
    const sql = "select * from orders where at > '2024-07-01'"
    const settings: WhatIf = { kind: 'set', name: 'app.customer', value: '77' }
    const [exempt] = (await ask([policy, settings], sql)).statements
    expect(exempt?.flips).toBe(false)
    const asClerk = await ask([policy, settings, { kind: 'role', role: 'what_if_clerk' }], sql)
    const [clerk] = asClerk.statements
    const grant = 'create role what_if_clerk; grant select on orders to what_if_clerk'
    const real = await onSource(
      `${grant}; ${policy.sql}; set local app.customer = '77'; set local role what_if_clerk`,
      sql,
    )
    expect(clerk?.after).toEqual(real)
    expect(clerk?.flips).toBe(true)
    expect(asClerk.gaps).toMatchObject([{ object: 'role what_if_clerk' }])
  })

  test.each([
    ['an unknown table', { kind: 'grow', table: 'nothing', factor: 2 }],
    ['an unknown index', { kind: 'drop-index', index: 'nothing' }],
    ['a factor of nothing', { kind: 'grow', table: 'orders', factor: 0 }],
    ['a factor beyond reason', { kind: 'grow', table: 'orders', factor: 1e9 }],
    ['other statements as a policy', { kind: 'policy', sql: 'delete from orders' }],
    ['a policy that PostgreSQL refuses', { kind: 'policy', sql: 'create policy p on nothing' }],
    ['no statistics as statistics', { kind: 'statistics', sql: 'analyze orders' }],
    ['statistics that PostgreSQL refuses', { kind: 'statistics', sql: 'create statistics on nothing, at from orders' }],
    ['no index as an index', { kind: 'add-index', ddl: 'drop table orders' }],
  ] satisfies [string, WhatIf][])('refuses %s', async (_, whatIf) => {
    await expect(ask([whatIf], byCustomer)).rejects.toMatchObject({ code: 'usage' })
  })

  test('plans the parameters of a workload with typical values', async () => {
    const statement = { sql: 'select * from orders where customer_id = $1 order by at limit $2', role: null, calls: 10 }
    const result = await compareWhatIf(
      snapshot,
      [{ kind: 'drop-index', index: 'orders_customer_id_idx' }],
      [statement],
      { server, before },
    )
    expect(result.costAfter).toBeGreaterThan(result.costBefore)
    expect(result.costBefore).toBeCloseTo(10 * (result.statements[0]?.costBefore ?? 0))
  })

  test('tells of a statement that one side can not plan', async () => {
    const result = await ask([], 'select * from nothing')
    expect(result.unplanned).toMatchObject([{ side: 'before' }])
    expect(result.unplanned[0]?.reason).toMatch(/nothing/)
  })

  test('says that statistics without values tell nothing', async () => {
    const result = await ask(
      [{ kind: 'statistics', sql: 'create statistics on status, customer_id from orders' }],
      byCustomer,
    )
    expect(result).toMatchObject({ flips: 0, gaps: [{ object: 'statistics of a what-if' }] })
  })

  test('composes: a table that has grown, is partitioned, and has another index', async () => {
    const whatIfs: WhatIf[] = [
      { kind: 'drop-index', index: 'orders_pkey' },
      { kind: 'grow', table: 'orders', factor: 5 },
      { kind: 'partition', table: 'orders', column: 'at', by: { method: 'range', every: '3 months' } },
      { kind: 'add-index', ddl: 'create index by_status on orders (status, at)' },
      { kind: 'set', name: 'random_page_cost', value: '1.1' },
    ]
    const sql = "select * from orders where status = 'new' and at between '2024-05-01' and '2024-05-02'"
    const result = await ask(whatIfs, sql, 'select * from orders')
    const [narrow, whole] = result.statements
    expect(whole?.after['Plan Rows']).toBeCloseTo(200_000, -3)
    expect(narrow && planNodes(narrow.after).map((node) => node['Relation Name'])).toContain('orders_p2')
    expect(narrow && [...indexesOf(narrow.after)]).toHaveLength(1)
    expect(result.added).toHaveLength(1)
    expect(result.gaps).toEqual([])
  })
})
