import { beforeEach, expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { planOf } from '../../../test/plan.ts'
import type { Plan } from '../../model/index.ts'
import { type ApplyEvent, applyPlan, rollbackRun, typeChangePlan } from '../index.ts'
import { connector } from '../testing/plan.ts'
import { wholeCatalog } from '../testing/whole-catalog.ts'

const database = await createDatabase()
const { client } = database
const connect = connector(database.url)
let before: string
let plan: Plan

beforeEach(async () => {
  await client.query(`drop schema if exists pgwright cascade; drop schema public cascade; create schema public;
    create table orders (id int generated always as identity primary key, note text);
    insert into orders (note) select repeat('x', 200) from generate_series(1, 1500)`)
  before = await wholeCatalog(database)
  plan = planOf(await typeChangePlan(client, { schema: 'public', table: 'orders', column: 'id', type: 'bigint' }))
})

const rows = async () => (await client.query('select count(*)::int as n, sum(id)::int as sum from orders')).rows
const all = [{ n: 1500, sum: 1_125_750 }]

test('killed within the fill, it goes on where it was', async () => {
  const shares: (number | null)[] = []
  let killed = false
  const kill = async (event: ApplyEvent) => {
    if (event.kind !== 'progress' || event.phase !== 'filling' || killed) return
    killed = true
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
  }
  await expect(applyPlan(connect, plan, { onProgress: kill })).rejects.toThrow()
  const onProgress = (event: ApplyEvent) =>
    event.kind === 'progress' && event.phase === 'filling' && shares.push(event.share)
  expect(await applyPlan(connect, plan, { onProgress })).toMatchObject({ id: 1, state: 'done' })
  expect(shares[0]).toBeGreaterThan(0.5)
  await rollbackRun(connect, 1)
  expect(await wholeCatalog(database)).toBe(before)
  expect(await rows()).toEqual(all)
})

test.each(['goes on', 'is taken back'])(
  'killed between the swap and the word that it was done, it %s',
  async (then) => {
    await applyPlan(connect, plan)
    const after = await wholeCatalog(database)
    await client.query(`update pgwright.run set state = 'running', finished_at = null;
    update pgwright.run_step set state = 'running', finished_at = null where position = (select max(position) from pgwright.run_step)`)
    if (then === 'goes on') {
      expect(await applyPlan(connect, plan)).toMatchObject({ id: 1, state: 'done' })
      expect(await wholeCatalog(database)).toBe(after)
    }
    await rollbackRun(connect, 1)
    expect(await wholeCatalog(database)).toBe(before)
    expect(await rows()).toEqual(all)
  },
)

test('a way back that was killed at its end is gone on with', async () => {
  const { id, steps } = await applyPlan(connect, plan)
  const stop = new AbortController()
  const onProgress = (event: ApplyEvent) => event.kind === 'step-finished' && stop.abort()
  await expect(rollbackRun(connect, id, { onProgress, signal: stop.signal })).rejects.toThrow()
  await client.query(`update pgwright.run_step set state = 'done' where position = ${steps.length}`)
  await rollbackRun(connect, id)
  expect(await wholeCatalog(database)).toBe(before)
})

test.each([5, 10])('stopped at step %i, it is taken back', async (position) => {
  const stop = new AbortController()
  const onProgress = (event: ApplyEvent) => {
    if (event.kind === 'step-started' && event.position === position) stop.abort()
  }
  await expect(applyPlan(connect, plan, { onProgress, signal: stop.signal })).rejects.toMatchObject({
    code: 'cancelled',
  })
  await rollbackRun(connect, 1)
  expect(await wholeCatalog(database)).toBe(before)
  expect(await rows()).toEqual(all)
})

test('what the former type can not hold keeps it from being taken back, before anything is done', async () => {
  const { id } = await applyPlan(connect, plan)
  const after = await wholeCatalog(database)
  await client.query('insert into orders (id) overriding system value values (3000000000)')
  await expect(rollbackRun(connect, id)).rejects.toMatchObject({
    code: 'server',
    hint: expect.stringContaining('select *'),
  })
  expect(await wholeCatalog(database)).toBe(after)
  await client.query('delete from orders where id = 3000000000')
  await rollbackRun(connect, id)
  expect(await wholeCatalog(database)).toBe(before)
})

test.each(['create index later on orders (id, note)', 'grant select (id) on orders to public'])(
  'what was done since the plan was made is not lost on the way: %s',
  async (sql) => {
    await client.query(sql)
    await expect(applyPlan(connect, plan)).rejects.toMatchObject({
      message: expect.stringContaining('when the plan was made'),
    })
  },
)

test('an insert that names no columns is told so, and does not write to another column', async () => {
  await client.query('alter table orders add code int, drop column id')
  const made = await typeChangePlan(client, { schema: 'public', table: 'orders', column: 'code', type: 'bigint' })
  await applyPlan(connect, planOf(made))
  await expect(client.query(`insert into orders values ('x', 5)`)).rejects.toThrow('names no columns')
  await client.query(`insert into orders (note, code) values ('x', 5)`)
})
