import type { Client } from 'pg'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import type { Plan } from '../model/index.ts'
import { type ApplyEvent, applyPlan, rollbackRun } from './index.ts'
import type { Connect } from './runner.ts'
import { connector, createPartitioned } from './testing/plan.ts'
import { objectStep, planOfSteps } from './testing/steps.ts'
import { wholeCatalog } from './testing/whole-catalog.ts'

let database: TestDatabase
let connect: Connect
let before: string

beforeAll(async () => {
  database = await createDatabase({
    schema: `create table customers (id int primary key);
      create table orders (id int primary key, customer_id int);
      create table visits (id int, part int) partition by list (part);
      create table visits_1 partition of visits for values in (1);
      create table visits_2 partition of visits for values in (2)`,
  })
  connect = connector(database.url)
  before = await wholeCatalog(database)
})

beforeEach(() => database.client.query('drop schema if exists pgwright cascade'))

const foreignKey = planOfSteps([
  objectStep(
    'table constraint',
    ['public', 'orders', 'of_customer'],
    'alter table public.orders add constraint of_customer foreign key (customer_id) references public.customers (id) not valid',
  ),
])

const column = planOfSteps([
  objectStep(
    'table column',
    ['public', 'visits', 'page'],
    'alter table public.visits add column page text -- of the site',
  ),
])

const partitionedIndex = planOf(
  createPartitioned('visits', [
    ['create index by_id on only public.visits (id)', 'visits'],
    ['create index concurrently by_id_1 on public.visits_1 (id)', 'visits_1'],
    ['create index concurrently by_id_2 on public.visits_2 (id)', 'visits_2'],
    ['alter index public.by_id attach partition public.by_id_1', 'visits_1'],
    ['alter index public.by_id attach partition public.by_id_2', 'visits_2'],
  ]),
)

test('no lock is held while the server waits for the next word of the runner, who may be gone', async () => {
  const held: unknown[] = []
  const watched: Connect = async () => {
    const client = await connect()
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    const look = async (...args: unknown[]) => {
      const locks = await database.client.query(
        `select l.relation::regclass::text, l.mode from pg_locks l
         join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
         where l.pid = $1 and l.granted and n.nspname = 'public' and l.mode <> 'AccessShareLock'`,
        [rows[0]?.pid],
      )
      held.push(...locks.rows)
      return query(...args)
    }
    client.query = look as Client['query']
    return client
  }
  for (const plan of [foreignKey, column, partitionedIndex]) {
    const run = await applyPlan(watched, plan)
    await rollbackRun(watched, run.id)
  }
  expect(held).toEqual([])
  expect(await wholeCatalog(database)).toBe(before)
})

test.each([
  ['the table that a foreign key refers to', foreignKey, 'customers'],
  ['a partition', column, 'visits_2'],
  ['a partition with an index to drop', partitionedIndex, 'visits_2'],
] as const)('%s is waited for, forward and back, and who holds it is named', async (_, plan, table) => {
  await whileHeld(table, plan === partitionedIndex ? 0 : 1, (onProgress) => apply(plan, onProgress))
  await whileHeld(table, 1, (onProgress) => rollbackRun(connect, 1, { lockTimeoutMs: 50, onProgress }))
  expect(await wholeCatalog(database)).toBe(before)
})

function apply(plan: Plan, onProgress: (event: ApplyEvent) => void) {
  return applyPlan(connect, plan, { lockTimeoutMs: 50, onProgress })
}

/** Lets go of the table once the runner was seen to wait for it. */
async function whileHeld(
  table: string,
  waits: number,
  act: (onProgress: (event: ApplyEvent) => void) => Promise<unknown>,
): Promise<void> {
  const holder = await connect()
  await holder.query(`set application_name = 'holder'; begin; lock table ${table} in row exclusive mode`)
  const names: unknown[] = []
  await act((event) => {
    if (event.kind !== 'waiting') return
    names.push(event.blockers[0]?.applicationName)
    void holder.query('rollback')
  })
  await holder.end()
  expect(names.slice(0, waits)).toEqual(Array(waits).fill('holder'))
}
