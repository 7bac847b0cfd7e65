import { beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { planOf } from '../../../test/plan.ts'
import { applyPlan, finishTypeChange, rollbackRun, typeChangePlan } from '../index.ts'
import type { Connect } from '../runner.ts'
import { connector } from '../testing/plan.ts'
import { wholeCatalog } from '../testing/whole-catalog.ts'

const database: TestDatabase = await createDatabase()
const connect: Connect = connector(database.url)
const { client } = database

beforeEach(async () => {
  await client.query('drop schema if exists pgwright cascade; drop schema public cascade; create schema public')
})

const orders = `
  create table orders (id int generated always as identity primary key, code int not null, note text);
  comment on column orders.id is 'the order';
  insert into orders (code, note) select i % 7, 'n' || i from generate_series(1, 500) as i;
  create index by_code on orders (code, id) where id > 10`

test('an int key with identity becomes bigint, takes values beyond, and has nothing left of ours after the end', async () => {
  await client.query(orders)
  const change = await typeChangePlan(client, { schema: 'public', table: 'orders', column: 'id', type: 'bigint' })
  const run = await applyPlan(connect, planOf(change))
  expect(run.state).toBe('done')
  await client.query('alter sequence orders_id_seq restart with 3000000000')
  await client.query('insert into orders (code) values (1)')
  await applyPlan(connect, planOf(finishTypeChange({ schema: 'public', table: 'orders', column: 'id' })))
  const changed = await wholeCatalog(database)
  const { rows } = await client.query('select max(id)::text as max, count(*)::int as n from orders')
  expect(rows).toEqual([{ max: '3000000000', n: 501 }])
  await client.query(`drop table orders; ${orders}; alter table orders alter id type bigint`)
  expect(changed).toBe(await wholeCatalog(database))
})

describe('taken back', () => {
  test('after the swap, it has the catalog that it had, and the rows written since', async () => {
    await client.query(orders)
    const before = await wholeCatalog(database)
    const change = await typeChangePlan(client, { schema: 'public', table: 'orders', column: 'id', type: 'bigint' })
    const run = await applyPlan(connect, planOf(change))
    await client.query(
      `insert into orders (code) values (1), (2); update orders set note = 'x' where id = 7; delete from orders where id = 1`,
    )
    const { rows: written } = await client.query('select id::int, code, note from orders order by id')
    await rollbackRun(connect, run.id)
    expect(await wholeCatalog(database)).toBe(before)
    expect((await client.query('select id, code, note from orders order by id')).rows).toEqual(written)
    expect((await client.query('insert into orders (code) values (1) returning id')).rows).toEqual([{ id: 503 }])
  })
})

test('the owner of the table needs to be no superuser, unless triggers of the application would fire for every row', async () => {
  const { name, password, urlAs } = database
  const role = `owner_${name}`
  await client.query(
    `create role ${role} login password '${password}'; grant create on database ${name} to ${role};
     alter schema public owner to ${role}; set role ${role}; ${orders};
     create table lines (order_id int references orders deferrable); reset role`,
  )
  const owner = connector(urlAs(role))
  const session = await owner()
  try {
    const before = await wholeCatalog(database)
    const plan = planOf(
      await typeChangePlan(session, { schema: 'public', table: 'orders', column: 'id', type: 'bigint' }),
    )
    const run = await applyPlan(owner, plan)
    await rollbackRun(owner, run.id)
    expect(await wholeCatalog(database)).toBe(before)
    await session.query(`create function touch() returns trigger language plpgsql as 'begin return new; end';
      create trigger touch before update on orders for each row execute function touch()`)
    await expect(applyPlan(owner, plan)).rejects.toMatchObject({ code: 'permission' })
  } finally {
    await session.end()
    await client.query(
      `drop schema pgwright cascade; drop owned by ${role} cascade; drop role ${role}; create schema if not exists public`,
    )
  }
})
