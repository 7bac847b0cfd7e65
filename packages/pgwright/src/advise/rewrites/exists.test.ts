import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { adviseOn } from '../testing/advised.ts'
import { rewriteStatement } from './rewrite-statement.ts'

let database: TestDatabase
let snapshot: Snapshot
beforeAll(async () => {
  database = await createDatabase({
    schema: `create table customer (id int primary key, name text not null, referrer int);
      create table orders (id int primary key, customer int not null, big bigint not null, coupon int, code text not null, seq int not null);
      create table blocked (id int primary key, customer int not null, "Since" date not null, customer_id int);
      create table parent (id int not null);
      create table child () inherits (parent);
      create table later (id int);
      create function id(int) returns int language sql volatile as 'select 1';
      insert into customer select i, 'n' || i, nullif(i % 10, 0) from generate_series(1, 40000) i;
      insert into orders select i, i % 50000, i % 39000, nullif(i % 4, 0), 'n' || i, i from generate_series(1, 60000) i;
      insert into blocked select i, i * 7, date '2024-01-01' + i % 100, nullif(i % 3, 0) from generate_series(1, 3000) i;
      create index on orders (customer);
      alter table later add constraint there not null id not valid;
      analyze`,
  })
  snapshot = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
})

const rewritten = (sql: string) => rewriteStatement(snapshot, sql)?.sql ?? null
const ids = async (sql: string) =>
  (await database.client.query<{ id: number }>(`select id from (${sql}) as asked order by id`)).rows.map(({ id }) => id)

describe('NOT IN over a query', () => {
  test.each([
    [
      'select id from customer where id not in (select customer from blocked)',
      'select id from customer where not exists (select from blocked where blocked.customer = customer.id)',
    ],
    [
      `select c.id from customer as c where c.name <> 'n3' and not c.id in (select distinct b.customer from blocked b where b."Since" < current_date and id > 3) and c.id > 5`,
      `select c.id from customer as c where c.name <> 'n3' and not exists (select from blocked b where b."Since" < current_date and id > 3 and b.customer = c.id) and c.id > 5`,
    ],
    [
      'select o.id from orders o left join blocked b on b.id = o.id where o.big not in (select customer from blocked)',
      'select o.id from orders o left join blocked b on b.id = o.id where not exists (select from blocked where blocked.customer = o.big)',
    ],
    [
      'select o.id from orders o where o.code not in (select c.name from customer c join blocked b on b.customer = c.id)',
      'select o.id from orders o where not exists (select from customer c join blocked b on b.customer = c.id where c.name = o.code)',
    ],
    [
      'select id from customer where id not in (select o.customer from orders o where o.code not in (select name from customer c))',
      'select id from customer where not exists (select from orders o where not exists (select from customer c where c.name = o.code) and o.customer = customer.id)',
    ],
  ])('is asked as NOT EXISTS for the same rows: %s', async (sql, instead) => {
    expect(rewritten(sql)).toBe(instead)
    const rows = await ids(sql)
    expect(rows.length).toBeGreaterThan(0)
    expect(await ids(instead)).toEqual(rows)
  })

  test.each([
    ['whose column can be null', 'select id from customer where id not in (select coupon from orders)'],
    ['of a value that can be null', 'select id from customer where referrer not in (select customer from orders)'],
    [
      'of a value that an outer join can leave out',
      'select c.id from customer c left join orders o on o.id = c.id where o.customer not in (select customer from blocked)',
    ],
    [
      'whose column an outer join can leave out',
      'select id from customer where id not in (select b.customer from orders o left join blocked b on b.id = o.id)',
    ],
    [
      'whose column a full join can leave out',
      'select id from customer where id not in (select o.customer from orders o full join blocked b on b.id = o.id)',
    ],
    ['whose column was not looked at for nulls', 'select id from customer where id not in (select id from later)'],
    [
      'in which the table outside would be another',
      'select id from customer where id not in (select orders.customer from orders, blocked as customer)',
    ],
    [
      'over the same table by the same name',
      'select id from customer where id not in (select id from customer where referrer = 1)',
    ],
    [
      'whose column is of the table outside',
      'select id from customer where id not in (select name_id from (select 1 as name_id) s)',
    ],
    ['that returns what is outside', 'select id from customer where id not in (select referrer from orders)'],
    [
      'with conditions one of which must hold',
      'select id from customer where id not in (select customer from orders where id = 1 or id = 2)',
    ],
    [
      'of a part of the rows',
      'select id from customer where id not in (select customer from orders order by id limit 5)',
    ],
    ['of groups', 'select id from customer where id not in (select customer from orders group by customer)'],
    [
      'of two queries',
      'select id from customer where id not in (select customer from orders union select customer from blocked)',
    ],
    ['of chosen rows', 'select id from customer where id not in (select customer from orders where random() < 0.5)'],
    [
      'of rows that a function of the user chooses',
      'select id from customer where id not in (select customer from orders where id(1) = 1)',
    ],
    ['of a sample', 'select id from customer where id not in (select customer from orders tablesample system (10))'],
    ['of an expression', 'select id from customer where id not in (select customer + 1 from orders)'],
    [
      'of a value that is none of a column',
      'select id from customer where id + 1 not in (select customer from orders)',
    ],
    ['of two columns', 'select id from customer where (id, id) not in (select customer, id from orders)'],
    ['with a comment', 'select id from customer where id not in (select customer /* all */ from orders)'],
    ['that is one of two', 'select id from customer where id not in (select customer from orders) or id = 1'],
    ['in a deletion', 'delete from customer where id not in (select customer from orders)'],
    [
      'of a query of the statement',
      'with orders as (select 1 as customer) select id from customer where id not in (select customer from orders)',
    ],
    ['that IN is', 'select id from customer where id in (select customer from orders)'],
  ])('stays %s', (_, sql) => {
    expect(rewritten(sql)).toBeNull()
  })
})

test('NOT IN stays where a table that inherits takes nulls, as it may until 17', () => {
  const sql = 'select id from customer where id not in (select id from parent)'
  expect(rewritten(sql)).not.toBeNull()
  const relations = snapshot.relations.map((one) => {
    const columns = one.columns.map((column) => ({ ...column, notNull: false }))
    return one.name === 'child' ? { ...one, columns } : one
  })
  expect(rewriteStatement({ ...snapshot, relations }, sql)).toBeNull()
})

describe('a count that is compared with none or one', () => {
  const count = '(select count(*) from orders o where o.customer = c.id and (o.seq = 3 or o.coupon is null))'
  const exists = 'exists (select from orders o where o.customer = c.id and (o.seq = 3 or o.coupon is null))'
  test.each([
    [`${count} > 0`, exists],
    [`${count} >= 1`, exists],
    [`${count} <> 0`, exists],
    [`0 < ${count}`, exists],
    [`1 <= ${count}`, exists],
    [`${count} = 0`, `not ${exists}`],
    [`0 = ${count}`, `not ${exists}`],
    [`${count} < 1`, `not ${exists}`],
    [`${count} <= 0`, `not ${exists}`],
  ])('is asked as EXISTS for the same rows: %s', async (condition, instead) => {
    const sql = `select id from customer c where ${condition} and c.id < 200`
    expect(rewritten(sql)).toBe(`select id from customer c where ${instead} and c.id < 200`)
    const rows = await ids(sql)
    expect(rows.length).toBeGreaterThan(0)
    expect(await ids(rewritten(sql) ?? '')).toEqual(rows)
  })

  test.each([
    ['with more', `${count} > 1`],
    ['with a value that is not told', `${count} > $1`],
    ['with what is no whole number', `${count} > 0.5`],
    ['as all that are there', '(select count(coupon) from orders o where o.customer = c.id) > 0'],
    ['with a filter', '(select count(*) filter (where id > 3) from orders o where o.customer = c.id) > 0'],
    ['of groups', '(select count(*) from orders o where o.customer = c.id group by o.seq) > 0'],
    ['of groups that have', '(select count(*) from orders o where o.customer = c.id having max(id) > 3) > 0'],
    ['with a limit', '(select count(*) from orders o where o.customer = c.id limit 0) > 0'],
    ['of what is drawn', '(select count(*) from orders o where random() < 0.5) > 0'],
    ['of a function', '(select count(*) from generate_series(1, c.id)) > 0'],
  ])('stays where it is %s', (_, condition) => {
    expect(rewritten(`select id from customer c where ${condition}`)).toBeNull()
  })
})

describe('a statement', () => {
  const sameRows = async (sql: string, options?: Parameters<typeof adviseOn>[2]) => {
    const { plan } = await adviseOn(database, [{ sql }], options)
    return plan.changes.filter(({ kind }) => kind === 'rewrite-query')
  }

  test('is advised to ask NOT EXISTS where the planner finds that cheaper', async () => {
    const [change, another] = await sameRows(
      'select o.id from orders o where o.seq not in (select c.id from customer c where c.name = o.code)',
    )
    expect(another).toBeUndefined()
    expect(change?.forms?.after[0]?.sql).toBe(
      'select o.id from orders o where not exists (select from customer c where c.name = o.code and c.id = o.seq)',
    )
  })

  test('is advised to ask EXISTS where a count is compared with none, and has no other value in the plan', async () => {
    const [change] = await sameRows(
      'select c.id from customer c where (select count(*) from orders o where o.code = c.name) > 0 and c.referrer = 4711',
      { kinds: ['brin'] },
    )
    expect(change?.forms?.before[0]?.sql).toMatch(/\) > 0 and c.referrer = \$\d$/)
    expect(change?.forms?.after[0]?.sql).toMatch(
      /^select c.id from customer c where exists \(select from orders o where/,
    )
    expect(JSON.stringify(change)).not.toContain('4711')
  })

  test('stays where the planner finds nothing in it', async () => {
    expect(await sameRows('select id from customer where id not in (select customer from blocked)')).toEqual([])
  })
})
