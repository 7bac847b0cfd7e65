import { beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import type { Change, Step } from '../model/index.ts'
import { fingerprint } from '../sql/index.ts'
import { prove } from './prove.ts'

const sql = 'select count(*), sum(total) from orders where customer = $1'

let database: TestDatabase
const connect = () => database.connect()

beforeAll(async () => {
  database = await createDatabase({
    schema: `create table orders (id int, at date not null, customer int, total float8) partition by range (at);
      create table orders_1 partition of orders for values from ('2025-01-01') to ('2025-02-01');
      create table orders_2 partition of orders for values from ('2025-02-01') to ('2025-03-01');
      create table orders_3 partition of orders for values from ('2025-03-01') to ('2025-04-01');
      insert into orders select i, date '2025-01-01' + i % 90, i % 4000, i from generate_series(1, 80000) as i;
      create index own on orders_3 (customer)`,
  })
})

test('an index on a partitioned table is measured by its parts, and what a partition had is left', async () => {
  const before = await indexes()
  const statement = { fingerprint: fingerprint(sql), sql, role: null, calls: 1000, totalMs: 0, rows: 1000 }
  const plan = { ...planOf(change()), workload: { source: 'test', statements: [statement], excluded: [] } }
  const proven = await prove(connect, plan, { describeTarget: 'test' })
  expect(proven.rejected).toEqual([])
  const trial = proven.changes[0]?.trial
  expect(trial).toMatchObject({ verdict: 'pays', notRun: [], queries: [{ sameResult: true }] })
  expect(trial?.queries[0]?.after.buffers).toBeLessThan((trial?.queries[0]?.before.buffers ?? 0) / 2)
  expect(trial?.sizeBytes).toBe(await sizeOf('orders_1', 'orders_2'))
  expect(trial?.writes).toMatchObject([{ table: 'orders' }])
  expect(await indexes()).toEqual(before)
})

test('an index on the whole of it at once is not tried: dropped again, it would take along what a partition had', async () => {
  const before = await indexes()
  const statement = { fingerprint: fingerprint(sql), sql, role: null, calls: 1000, totalMs: 0, rows: 1000 }
  const build = 'create index concurrently at_once on public.orders (customer)'
  const ensure = {
    kind: 'index-present',
    schema: 'public',
    table: 'orders',
    index: 'at_once',
    definition: null,
  } as const
  const atOnce = { ...change(), sql: build, steps: [{ sql: build, ensure, locks: [], transactional: false }] }
  const plan = { ...planOf(atOnce), workload: { source: 'test', statements: [statement], excluded: [] } }
  const { changes } = await prove(connect, plan, { describeTarget: 'test' })
  expect(changes[0]?.trial).toMatchObject({ verdict: 'undecided', reason: expect.stringMatching(/partitioned/) })
  expect(await indexes()).toEqual(before)
})

test('values are drawn from all partitions, and not from the first alone', async () => {
  const ofDay = 'select total from orders where at >= $1 and at < $2 and customer = $3'
  await database.client.query(`create table orders_0 partition of orders for values from ('2024-12-01') to ('2025-01-01');
    insert into orders values (0, '2024-12-05', -1, 0)`)
  const statement = { fingerprint: fingerprint(ofDay), sql: ofDay, role: null, calls: 1000, totalMs: 0, rows: 1000 }
  const plan = { ...planOf(change()), workload: { source: 'test', statements: [statement], excluded: [] } }
  const proven = await prove(connect, plan, { describeTarget: 'test' })
  // What lies in the month before fits on a page.
  const [query] = proven.trial?.queries ?? []
  expect(query?.before.buffers).toBeGreaterThan(20)
})

async function indexes(): Promise<unknown> {
  const { rows } = await database.client.query(`select indexname from pg_indexes where tablename like 'orders%'`)
  return rows
}

async function sizeOf(...tables: string[]): Promise<number> {
  let sum = 0
  for (const table of tables) {
    await database.client.query(`create index measured on ${table} (customer)`)
    const { rows } = await database.client.query(`select pg_relation_size('measured')::int as bytes`)
    sum += rows[0].bytes
    await database.client.query('drop index measured')
  }
  return sum
}

function change(): Change {
  const schema = 'public'
  const parent = { schema, name: 'by_customer' }
  const build = (table: string): Step => ({
    sql: `create index concurrently ${table}_by on public.${table} (customer)`,
    ensure: { kind: 'index-present', schema, table, index: `${table}_by`, definition: null },
    locks: [],
    transactional: false,
  })
  const attach = (table: string, index: string): Step => ({
    sql: `alter index public.by_customer attach partition public.${index}`,
    ensure: { kind: 'index-attached', schema, table, index, parent },
    locks: [],
    transactional: true,
  })
  const whole: Step = {
    sql: 'create index by_customer on only public.orders (customer)',
    ensure: { kind: 'partitioned-index-present', schema, table: 'orders', index: 'by_customer', definition: null },
    locks: [],
    transactional: true,
  }
  const parts = [attach('orders_1', 'orders_1_by'), attach('orders_2', 'orders_2_by'), attach('orders_3', 'own')]
  return {
    id: 'by_customer',
    kind: 'create-index',
    schema,
    table: 'orders',
    sql: '',
    rollbackSql: '',
    steps: [whole, build('orders_1'), build('orders_2'), ...parts],
    rollback: [],
    sizeBytes: 0,
    benefit: { total: 1000, queries: [{ fingerprint: fingerprint(sql), costBefore: 1000, costAfter: 10 }] },
    writeCost: 0,
    reason: '',
    forms: null,
    dependsOn: [],
    trial: null,
  }
}
