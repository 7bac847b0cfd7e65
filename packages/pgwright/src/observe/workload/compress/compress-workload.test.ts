import { describe, expect, test } from 'vitest'
import type { Snapshot, Statement } from '../../../model/index.ts'
import { fingerprint } from '../../../sql/index.ts'
import { compressWorkload } from './compress-workload.ts'
import { statementShape } from './statement-shape.ts'

const known = new Map([
  ['orders', new Set(['id', 'customer_id', 'status', 'total', 'at'])],
  ['customers', new Set(['id', 'name', 'country'])],
])
const shape = (sql: string) => statementShape(sql, known)?.text

describe('statements have one shape', () => {
  test.each([
    ['what they select', 'select id, total from orders where status = $1', 'select * from orders where status = $1'],
    ['aliases', 'select o.id from orders o where o.status = 1', 'select x.at from orders as x where status = $2'],
    ['lengths of lists', 'select id from orders where id in (1, 2, 3)', 'select id from orders where id in (4)'],
    ['a list and an array', 'select id from orders where id in (1, 2)', 'select id from orders where id = any($1)'],
    [
      'the order of conditions',
      'select 1 from orders where id = 1 and at > $1',
      "select 1 from orders where '1' < at and 2 = id",
    ],
    ['between', 'select 1 from orders where at between $1 and $2', 'select 1 from orders where at <= $1 and at >= $2'],
    [
      'conditions in parentheses',
      'select 1 from orders where (id = 1 and at > $1) and total < 5',
      'select 1 from orders where id = 1 and (total < 5 and at > $1)',
    ],
    [
      'how they join',
      'select 1 from orders o join customers c on c.id = o.customer_id where country = $1',
      'select 1 from customers, orders where customers.id = customer_id and customers.country = $1',
    ],
    [
      'a number or a name to sort by',
      'select at as x from orders order by 1 desc',
      'select at from orders order by at desc',
    ],
    [
      'names of common tables',
      'with a as (select id from orders) select * from a',
      'with b as (select id from orders) select * from b',
    ],
    [
      'rows that are inserted',
      'insert into orders (id, at) values (1, 2)',
      'insert into orders (at, id) values ($1, $2), ($3, $4) returning id',
    ],
    [
      'values that are set',
      'update orders set status = 1 where id = 2',
      'update orders o set status = $1 where o.id = $2 returning *',
    ],
    [
      'casts of values',
      'select 1 from orders where at > $1::timestamptz',
      "select 1 from orders where at > timestamp '2024-01-01'",
    ],
  ])('that differ in %s', (_, first, second) => {
    expect(shape(first)).toBe(shape(second))
    expect(shape(first)).toBeDefined()
  })
})

describe('statements have different shapes', () => {
  test.each([
    ['another column', 'select 1 from orders where id = 1', 'select 1 from orders where total = 1'],
    ['another operator', 'select 1 from orders where at = $1', 'select 1 from orders where at > $1'],
    ['the side of it', 'select 1 from orders where at < $1', 'select 1 from orders where at > $1'],
    ['another table', 'select 1 from orders where id = 1', 'select 1 from customers where id = 1'],
    ['another order', 'select 1 from orders order by at', 'select 1 from orders order by at desc'],
    ['a limit', 'select 1 from orders order by at', 'select 1 from orders order by at limit 1'],
    ['an offset', 'select 1 from orders order by at limit 1', 'select 1 from orders order by at limit 1 offset 1'],
    [
      'ties of a limit',
      'select 1 from orders order by at fetch first 5 rows only',
      'select 1 from orders order by at fetch first 5 rows with ties',
    ],
    [
      'whether a common table is kept',
      'with a as (select id from orders) select * from a',
      'with a as materialized (select id from orders) select * from a',
    ],
    [
      'the window of a function',
      'select rank() over w from orders window w as (order by at)',
      'select rank() over w from orders window w as (order by id)',
    ],
    ['a table without its children', 'select 1 from orders', 'select 1 from only orders'],
    ['an aggregate of JSON', 'select json_arrayagg(id) from orders', 'select id from orders'],
    ['an aggregate', 'select count(*) from orders', 'select id from orders'],
    ['another grouping', 'select count(*) from orders group by status', 'select count(*) from orders group by at'],
    [
      'an outer join',
      'select 1 from orders o join customers c on c.id = o.id',
      'select 1 from orders o left join customers c on c.id = o.id',
    ],
    [
      'the side of that',
      'select 1 from orders o left join customers c on c.id = o.id',
      'select 1 from customers c left join orders o on c.id = o.id',
    ],
    [
      'or in place of and',
      'select 1 from orders where id = 1 or at = 2',
      'select 1 from orders where id = 1 and at = 2',
    ],
    ['a truth value', 'select 1 from orders where status = true', 'select 1 from orders where status = false'],
    ['what is set', 'update orders set status = 1 where id = 2', 'update orders set total = 1 where id = 2'],
    [
      'what a query within selects',
      'select 1 from (select id as x from orders) s where x = 1',
      'select 1 from (select at as x from orders) s where x = 1',
    ],
    [
      'a query in a condition',
      'select 1 from orders where id in (select id from customers)',
      'select 1 from orders where id in (select id from orders)',
    ],
    [
      'a table twice',
      'select 1 from orders a, orders b where a.id = b.id',
      'select 1 from orders a, orders b where a.id = a.id',
    ],
    ['distinct', 'select distinct status from orders', 'select status from orders'],
    ['a lock', 'select 1 from orders for update', 'select 1 from orders'],
  ])('that differ in %s', (_, first, second) => {
    expect(shape(first)).not.toBe(shape(second))
  })
})

const snapshot: Pick<Snapshot, 'relations'> = { relations: [] }

function statement(sql: string, calls: number, rest: Partial<Statement> = {}): Statement {
  return { fingerprint: fingerprint(sql), sql, role: 'app', calls, totalMs: 0, rows: calls, ...rest }
}

function compress(statements: readonly Statement[], most: number) {
  return compressWorkload({ source: 'test', statements: [...statements], excluded: [] }, snapshot, { most })
}

test('a workload that is small enough stays as it is', () => {
  const statements = [statement('select a from t', 1), statement('select b from t', 1)]
  const { workload, compression } = compress(statements, 2)
  expect(workload.statements).toEqual(statements)
  expect(compression).toEqual({ queries: 2, represented: 2, share: 1 })
})

test('the heaviest of a group stands for it with the calls of all, roles apart', () => {
  const { workload, compression } = compress(
    [
      statement('select a from t where b = $1', 3, { totalMs: 1 }),
      statement('select c from t where b = $1', 7, { totalMs: 2 }),
      statement('select c from t where b = $1', 1, { role: 'other' }),
    ],
    2,
  )
  expect(workload.statements).toMatchObject([
    { sql: 'select c from t where b = $1', calls: 10, totalMs: 3, rows: 10, role: 'app' },
    { calls: 1, role: 'other' },
  ])
  expect(workload.excluded).toEqual([])
  expect(compression).toEqual({ queries: 2, represented: 3, share: 1 })
})

test('a literal that not all of a group have is a parameter, with samples, and one that all have stays', () => {
  const { workload } = compress(
    [
      statement(`select "ä", a from t where d = 'x' and b = -7 and c in (1, 2)`, 5),
      statement(`select e from t where b = 8 and c in (3) and d = 'x'`, 2),
      statement('select 1 from other', 9),
    ],
    2,
  )
  expect(workload.statements[1]).toMatchObject({
    sql: `select "ä", a from t where d = 'x' and b = $1 and c in ($2, $3)`,
    calls: 7,
    samples: [{ calls: 5 }, { calls: 2 }],
  })
})

test('limits that differ are a parameter', () => {
  const { workload } = compress(
    [
      statement('select a from t order by b limit 1', 5),
      statement('select c from t order by b limit 1000', 2),
      statement('select 1 from other', 9),
    ],
    2,
  )
  expect(workload.statements[1]).toMatchObject({
    sql: 'select a from t order by b limit $1',
    samples: [{ sql: 'select a from t order by b limit 1', calls: 5 }, { calls: 2 }],
  })
})

test('a literal that can be no parameter stays, and one that stands twice in a shape is one parameter', () => {
  const { workload } = compress(
    [
      statement('select a::varchar(7) from t where f(b, 5) between 1 and 9 and a::varchar(7) = $1', 5),
      statement('select a from t where f(b, 6) between 1 and 9 and a::varchar(8) = $1', 2),
      statement('select 1 from other', 9),
    ],
    2,
  )
  expect(workload.statements[1]?.sql).toBe(
    'select a::varchar(7) from t where f(b, $2) between 1 and 9 and a::varchar(7) = $1',
  )
})

test('what is too much goes by weight, of calls and of time, and is one line of what was left out', () => {
  const many = Array.from({ length: 1000 }, (_, i) => statement(`select a from t where c${i} = $1`, 1000 - i))
  const slow = statement('select a from t where slow = $1', 1, { totalMs: 1e6 })
  const { workload, compression } = compress([...many, slow], 100)
  expect(workload.statements).toHaveLength(100)
  expect(workload.statements[0]?.sql).toBe(slow.sql)
  expect(workload.excluded).toEqual([{ sql: '…', reason: expect.stringMatching(/least weight: 100 are/), count: 901 }])
  expect(compression.queries).toBe(100)
  expect(compression.share).toBeGreaterThan(0.5)
  expect(compression.share).toBeLessThan(0.7)
})

test('the only statement on a table is kept over the tenth of the same kind', () => {
  const many = Array.from({ length: 50 }, (_, i) => statement(`select a from t where c${i} = $1`, 1000 - i))
  const { workload } = compress([...many, statement('select a from alone where b = $1', 1)], 20)
  expect(workload.statements).toHaveLength(20)
  expect(workload.statements.some(({ sql }) => sql.includes('alone'))).toBe(true)
})

test('nine tenths of the weight and more are kept where the limit allows it, and the order of the input means nothing', () => {
  const many = Array.from({ length: 2000 }, (_, i) => statement(`select a from t where c${i} = $1`, i < 200 ? 1000 : 1))
  const first = compress(many, 300)
  expect(first.compression.share).toBeGreaterThan(0.99)
  expect(compress([...many].reverse(), 300)).toEqual(first)
})
