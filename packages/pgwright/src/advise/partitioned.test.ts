import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { adviseOn } from './testing/advised.ts'

/** Months of very different sizes; the columns of one stand in another order. */
const schema = `
  create table orders (id bigint, at date not null, customer int not null, status text, total numeric)
    partition by range (at);
  create table orders_1 partition of orders for values from ('2025-01-01') to ('2025-02-01');
  create table orders_2 (total numeric, status text, customer int not null, at date not null, id bigint);
  alter table orders attach partition orders_2 for values from ('2025-02-01') to ('2025-03-01');
  create table orders_3 partition of orders for values from ('2025-03-01') to ('2025-04-01')
    partition by hash (customer);
  create table orders_3_a partition of orders_3 for values with (modulus 2, remainder 0);
  create table orders_3_b partition of orders_3 for values with (modulus 2, remainder 1);
  create table orders_rest partition of orders default;
  insert into orders select i, case when i % 100 < 5 then date '2025-01-01' + i % 31
      when i % 100 < 20 then date '2025-02-01' + i % 28 else date '2025-03-01' + i % 31 end,
    i % 5000, case when i % 50 = 0 then 'open' else 'done' end, i from generate_series(1, 60000) as i;
  create index own on orders_2 (customer);
  create table customers (id int primary key, name text);
  insert into customers select i, 'n' || i from generate_series(1, 5000) as i;
  vacuum analyze`

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
  for (const statement of schema.split(';')) await database.client.query(statement)
})

const kinds = ['btree'] as const
const statementsOf = ({ steps }: { readonly steps: readonly { readonly sql: string }[] }) => steps.map(({ sql }) => sql)

describe('a statement that reads a partitioned table', () => {
  test('asks for an index on it, put together from one for each partition', async () => {
    const { plan } = await adviseOn(database, [{ sql: 'select total from orders where customer = $1' }], { kinds })
    expect(plan.changes).toHaveLength(1)
    const [change] = plan.changes
    if (change === undefined) throw new Error('no change')
    expect(change).toMatchObject({ kind: 'create-index', schema: 'public', table: 'orders' })
    expect(statementsOf(change)).toEqual([
      'create index orders_customer_idx on only public.orders (customer)',
      'create index orders_3_customer_idx on only public.orders_3 (customer)',
      'create index concurrently orders_1_customer_idx on public.orders_1 (customer)',
      'create index concurrently orders_3_a_customer_idx on public.orders_3_a (customer)',
      'create index concurrently orders_3_b_customer_idx on public.orders_3_b (customer)',
      'create index concurrently orders_rest_customer_idx on public.orders_rest (customer)',
      'alter index public.orders_customer_idx attach partition public.orders_1_customer_idx',
      'alter index public.orders_customer_idx attach partition public.own',
      'alter index public.orders_3_customer_idx attach partition public.orders_3_a_customer_idx',
      'alter index public.orders_3_customer_idx attach partition public.orders_3_b_customer_idx',
      'alter index public.orders_customer_idx attach partition public.orders_3_customer_idx',
      'alter index public.orders_customer_idx attach partition public.orders_rest_customer_idx',
    ])
    expect(plan.costAfter).toBeLessThan(plan.costBefore / 5)
  })

  test.each([
    ['one partition by its key', `select * from orders where at = '2025-03-05' and customer = 7`],
    ['a partition by its name', 'select * from orders_3 where customer = $1'],
    ['a leaf by its name', 'select * from orders_3_a where customer = $1'],
    ['under a join', `select c.name, o.total from customers c join orders o on o.customer = c.id where c.name = 'n7'`],
  ])('also where it reads %s', async (_, sql) => {
    const { plan } = await adviseOn(database, [{ sql }], { kinds })
    const created = plan.changes.filter(({ table }) => table.startsWith('orders'))
    expect(created.map(({ table }) => table)).toEqual(['orders'])
    expect(created[0]?.steps[0]?.sql).toMatch(/ on only public\.orders \(.*customer/)
  })

  test('in an order of its own asks for that order', async () => {
    const { plan } = await adviseOn(database, [{ sql: 'select id from orders order by total desc limit 5' }], { kinds })
    expect(plan.changes[0]?.steps[0]?.sql).toContain('on only public.orders (total')
  })
})

test('what is written into partitions and into the whole is paid for by the index on the whole', async () => {
  const read = { sql: 'select total from orders where customer = $1' }
  const writes = (table: string) => ({ sql: `insert into ${table} (id, at, customer) values ($1, $2, $3)`, rows: 500 })
  const costOf = async (...tables: string[]) => {
    const { plan } = await adviseOn(database, [read, ...tables.map(writes)], { kinds })
    return plan.changes[0]?.writeCost
  }
  expect(await costOf()).toBe(0)
  const one = await costOf('orders')
  expect(one).toBeGreaterThan(0)
  expect(await costOf('orders_1')).toBe(one)
  expect(await costOf('orders', 'orders_3_a')).toBeCloseTo(2 * (one ?? 0))
})

test('an index that the whole has already is not advised again, and none of a partition is dropped alone', async () => {
  await database.client.query('create index whole on orders (customer, at); create index twice on orders_1 (customer)')
  try {
    const { plan } = await adviseOn(database, [{ sql: 'select total from orders where customer = $1 and at = $2' }], {
      kinds,
    })
    expect(plan.changes.map(({ sql }) => sql)).toEqual([])
  } finally {
    await database.client.query('drop index whole, twice')
  }
})

test('a table with a foreign partition gets no advice, for its index would never be valid', async () => {
  await database.client.query(`create foreign data wrapper nothing; create server elsewhere foreign data wrapper nothing;
    create foreign table orders_old partition of orders for values from ('2020-01-01') to ('2021-01-01') server elsewhere`)
  try {
    const { plan } = await adviseOn(database, [{ sql: 'select total from orders where customer = $1' }], { kinds })
    expect(plan.changes).toEqual([])
  } finally {
    await database.client.query('drop foreign table orders_old')
  }
})
