import { beforeAll, describe, expect, test } from 'vitest'
import { type DemoResult, demoResultSchema } from '../model/index.ts'
import { declaredChanges } from './declared-changes.ts'
import { runDemo } from './demo.ts'
import type { Benchmark, Connection, DeclaredChange, Gate, System } from './system.ts'

const claim = { beforeMs: null, afterMs: 60_000, improvement: null }

/** No index helps with it: what the proof finds of a total that is kept hangs on nothing that was advised. */
const total = 'select sum(total)::int as spent from orders where customer + 0 = $1'

/** Two tables, a total of one that can be kept in the other, and an application that loads everything. */
const shop: System = {
  name: 'Shop "x"',
  title: 'A shop',
  serviceRole: 'demo_test_shop',
  scales: { small: { orders: 20_000 }, medium: {}, full: {} },
  diskBytes: { small: 1, medium: 1e18, full: 1 },
  async build(owner, { orders }) {
    await owner.query(`create role demo_test_shop login;
      create table customers (id int primary key, name text);
      create table orders (id int primary key, customer int not null references customers, total int not null, data jsonb);
      insert into customers select i, 'c' || i from generate_series(1, 50) as i;
      insert into orders select i, 1 + i % 50, i % 9, jsonb_build_object('n', i % 5000)
        from generate_series(1, ${orders}) as i;
      grant select, insert, update on all tables in schema public to demo_test_shop`)
    await owner.query('vacuum analyze')
  },
  benchmarks: [
    benchmark('spent', total, 'select spent from customers where id = $1', ['spent']),
    benchmark(
      'never',
      'select count(*)::int as n from orders where customer = $1',
      'select n from nowhere where $1 = 1',
      ['never'],
    ),
    benchmark(
      'orders',
      'select id from orders where customer = $1 order by id',
      'select id from orders where customer = $1 order by id',
    ),
  ],
  writes: [],
  changes: [
    {
      name: 'spent',
      kind: 'add-counters',
      schema: 'public',
      table: 'customers',
      steps: [
        {
          sql: 'alter table "public"."customers" add column "spent" int',
          ensure: {
            kind: 'object-present',
            type: 'table column',
            names: ['public', 'customers', 'spent'],
            definition: null,
          },
          locks: [],
          transactional: true,
        },
        {
          sql: 'update customers c set spent = (select sum(total) from orders o where o.customer = c.id)',
          ensure: { kind: 'always' },
          locks: [],
          transactional: true,
        },
      ],
      forms: forms(total, 'select spent from customers where id = $1'),
      reason: 'A total that is read all day is kept.',
    },
    {
      name: 'never',
      kind: 'rewrite-query',
      schema: 'public',
      table: 'orders',
      steps: [],
      forms: forms(
        'select count(*) from orders where customer = $1',
        'select count(*) + 1 from orders where customer = $1',
      ),
      reason: 'It is wrong.',
    },
    {
      name: 'found',
      kind: 'create-index',
      schema: 'public',
      table: 'orders',
      steps: [
        {
          sql: 'create index concurrently "orders_data" on "public"."orders" using gin (data jsonb_path_ops)',
          ensure: { kind: 'index-present', schema: 'public', table: 'orders', index: 'orders_data', definition: null },
          locks: [],
          transactional: false,
        },
      ],
      forms: {
        ...forms('select id from orders where data @> $1::jsonb', 'select id from orders where data @> $1::jsonb'),
        values: 'select data from orders where id < 5',
      },
      reason: 'Orders are looked for by what they hold.',
      needs: ['spent'],
    },
  ],
  gates: [
    gate('applied', async ({ owner }) => {
      const [row] = await owner.query<{ same: boolean }>(
        'select (select sum(spent) from customers) = (select sum(total) from orders) as same',
      )
      return { measured: '', met: row?.same === true }
    }),
    gate('naive', async ({ naiveCalls }) => ({
      measured: naiveCalls.map(({ id, timesMs }) => `${id} ${timesMs.length > 0}`).join(),
      met: false,
    })),
  ],
}

describe('the demo of a system with changes of its own', () => {
  let result: DemoResult
  beforeAll(async () => {
    const demo = await runDemo(shop, { scale: 'small', keep: false, onProgress: () => {} })
    result = demo.result
  })

  test('is a result that can be read again', () => {
    expect(demoResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result)
  })

  test('does what was declared, in order, and says what proof threw out', () => {
    const made = result.changes.map(({ id }) => id)
    expect(made.filter((id) => ['spent', 'never', 'found'].includes(id))).toEqual(['spent', 'found'])
    expect(result.rejected.find(({ id }) => id === 'never')?.reason).toBe(
      'What is to be asked instead returns other rows.',
    )
  })

  test('an improved form that needs a change has no time without it, and none at all where that was thrown out', () => {
    const [spent, never, orders] = result.queries
    expect(spent).toMatchObject({ codeOnly: null, sameResult: true, met: true })
    expect(spent?.improved.p50Ms).not.toBe(spent?.naive.p50Ms)
    expect(never).toMatchObject({ codeOnly: null, improved: never?.naive, improvement: 0 })
    expect(orders?.codeOnly?.statements).toBe(1)
  })

  test('gates see the changed database and the calls as they were', () => {
    expect(result.gates.slice(0, 2)).toMatchObject([
      { id: 'applied', met: true },
      { id: 'naive', measured: 'spent true,never true,orders true', met: false },
    ])
  })

  test('all of it can be taken back, with every row as it was', () => {
    expect(result.gates.at(-1)).toMatchObject({ id: 'rollback', met: true })
  })
})

test('a scale that the disk is too small for is refused before anything is built', async () => {
  const demo = runDemo(shop, { scale: 'medium', keep: false, onProgress: () => {} })
  await expect(demo).rejects.toMatchObject({ code: 'resources', message: expect.stringContaining('1000000000.0 GB') })
})

test('a declared change knows how it is taken back, last step first', () => {
  const [spent, never] = declaredChanges(shop)
  expect(spent?.rollbackSql).toBe('alter table "public"."customers" drop column "spent"')
  expect(never).toMatchObject({ steps: [], rollback: [], sql: 'select count(*) + 1 from orders where customer = $1' })
})

function benchmark(
  id: string,
  naive: string,
  improved: string,
  needs?: readonly string[],
): Benchmark<{ customer: number }> {
  return {
    id,
    title: id,
    claim,
    weight: 1,
    parameters: (random) => ({ customer: random.integer(1, 50) }),
    naive: (db: Connection, { customer }) => db.query(naive, [customer]),
    improved: (db: Connection, { customer }) => db.query(improved, [customer]),
    ...(needs === undefined ? {} : { needs }),
  }
}

function forms(before: string, after: string): DeclaredChange['forms'] {
  return {
    role: null,
    before: [{ sql: before, times: null }],
    after: [{ sql: after, times: null }],
    values: 'select id from customers where id < 4',
  }
}

function gate(id: string, measure: Gate['measure']): Gate {
  return { id, title: id, claim: '', measure }
}
