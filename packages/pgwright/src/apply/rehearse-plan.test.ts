import type { Client } from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import { twinServer } from '../../test/twins.ts'
import { type Change, type Snapshot, tableShape } from '../model/index.ts'
import { observe } from '../observe/index.ts'
import { parseTarget, withReader } from '../postgres/index.ts'
import type { TwinServer } from '../twin/index.ts'
import { applyPlan } from './apply.ts'
import { readJournal } from './journal-copy.ts'
import type { ApplyEvent } from './options.ts'
import { planDifferences } from './plan-differences.ts'
import { rehearsePlan } from './rehearse-plan.ts'
import { rollbackRun } from './rollback.ts'
import { change, connector, createIndex, dropIndex } from './testing/plan.ts'
import { typeChangePlan } from './type-change/type-change.ts'

const on = { schema: 'public', table: 'orders' }

let database: TestDatabase
let target: Snapshot
let server: TwinServer

beforeAll(async () => {
  database = await createDatabase({
    schema: `create table customers (id int primary key); create table orders (id int primary key, customer int, note text);
      create index by_note on orders (lower(note)) include (customer) where note <> '';
      comment on index by_note is 'kept';
      insert into orders select i, i, 'x' from generate_series(1, 1000) i`,
  })
  target = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
  server = await twinServer()
}, 60_000)

function constraint(sql: string, name: string, rollbackSql: string): Change {
  const ensure = { type: 'table constraint' as const, names: ['public', 'orders', name] }
  return {
    ...change(name, 'public', 'orders', sql),
    kind: 'add-constraint',
    steps: [{ sql, ensure: { kind: 'object-present', ...ensure, definition: null }, locks: [], transactional: true }],
    rollback: [{ sql: rollbackSql, ensure: { kind: 'object-absent', ...ensure }, locks: [], transactional: true }],
  }
}

const create = createIndex(on, 'by_customer', 'create index concurrently by_customer on public.orders (customer)')

test('a plan and its rollback are tried on an empty copy, and nothing is left of them', async () => {
  const plan = planOf(
    create,
    dropIndex(on, 'by_note'),
    constraint(
      'alter table public.orders add constraint of_customer foreign key (customer) references public.customers not valid',
      'of_customer',
      'alter table public.orders drop constraint of_customer',
    ),
  )
  const { left, steps } = await rehearsePlan(target, plan, { server })
  expect(left).toEqual([])
  expect(steps.map(({ rollback, undoable }) => ({ rollback, undoable }))).toEqual([
    { rollback: [expect.stringContaining('drop index concurrently "public"."by_customer"')], undoable: true },
    {
      rollback: [expect.stringMatching(/^CREATE INDEX CONCURRENTLY by_note ON public.orders/)],
      undoable: true,
    },
    { rollback: ['alter table "public"."orders" drop constraint "of_customer"'], undoable: true },
  ])
})

test('what can never be taken back is told, and the rest is not tried to be', async () => {
  const sql = 'alter table public.orders drop column note'
  const ensure = { kind: 'object-absent' as const, type: 'table column' as const, names: ['public', 'orders', 'note'] }
  const step = { sql, ensure, locks: [], transactional: true }
  const drop: Change = { ...change('drop', 'public', 'orders', sql), kind: 'add-constraint', steps: [step] }
  const { steps } = await rehearsePlan(target, planOf(create, drop), { server })
  expect(steps.map(({ undoable }) => undoable)).toEqual([true, false])
})

test('a plan is rehearsed again where a run of it was broken off, or has been through', async () => {
  const { client, url } = database
  const drop = 'alter table public.orders drop constraint known'
  const known = { type: 'table constraint' as const, names: ['public', 'orders', 'known'] }
  const plan = planOf(
    constraint('alter table public.orders add constraint known check (customer is not null) not valid', 'known', drop),
    create,
    constraint(
      'alter table public.orders add constraint of_customer foreign key (customer) references public.customers not valid',
      'of_customer',
      'alter table public.orders drop constraint of_customer',
    ),
    {
      ...change('unknown', 'public', 'orders', drop),
      kind: 'add-constraint',
      steps: [{ sql: drop, ensure: { kind: 'object-absent', ...known }, locks: [], transactional: true }],
    },
  )
  const again = async () => {
    const reader = <Result>(read: (client: Client) => Promise<Result>) => withReader(parseTarget(url), read)
    const now = await reader((session) => observe(session, { workload: false }))
    const { left } = await rehearsePlan(now, plan, { server, journal: await reader(readJournal) })
    expect(left).toEqual([])
  }
  for (const position of [2, 4]) {
    const stop = new AbortController()
    const onProgress = (event: ApplyEvent) => {
      if (event.kind === 'step-started' && event.position === position) stop.abort()
    }
    await expect(applyPlan(connector(url), plan, { onProgress, signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
    await again()
  }
  await applyPlan(connector(url), plan)
  await again()
  await rollbackRun(connector(url), 1)
  await client.query('drop schema pgwright cascade')
})

test('a step that PostgreSQL refuses is found before anything is done', async () => {
  const wrong = createIndex(on, 'wrong', 'create index concurrently wrong on public.orders (nowhere)')
  await expect(rehearsePlan(target, planOf(create, wrong), { server })).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('could not be applied on an empty copy'),
  })
})

test('a target that is another than the plan was made for is told apart from what the plan does itself', () => {
  const made = tableShape(target, 'public', 'orders')
  const plan = { ...planOf(create, dropIndex(on, 'by_note')), tables: made === null ? [] : [made] }
  expect(planDifferences(plan, target)).toEqual([])
  const later = {
    ...target,
    relations: target.relations.map((relation) => ({
      ...relation,
      columns: relation.columns.map((column) => (column.name === 'customer' ? { ...column, type: 'bigint' } : column)),
    })),
    indexes: target.indexes.map((index) => (index.name === 'orders_pkey' ? { ...index, name: 'other' } : index)),
  }
  expect(planDifferences(plan, later)).toEqual([
    '"public"."orders": the column customer is another: bigint',
    '"public"."orders": the index orders_pkey is gone',
    '"public"."orders": the index other is new',
  ])
  const gone = { ...target, relations: target.relations.filter(({ name }) => name !== 'orders') }
  expect(planDifferences(plan, gone)).toEqual(['the table "public"."orders" is gone'])
})

test.each(['serial', 'int generated by default as identity (sequence name counted start with 1000 increment by 5)'])(
  'the change of a key that is %s is tried on a copy whose sequence is as it is on the target',
  async (type) => {
    const { url } = await createDatabase({
      schema: `create table parents (id ${type} primary key, parent int references parents);
        create table children (parent int references parents on delete cascade deferrable)`,
    })
    const source = await withReader(parseTarget(url), (client) => observe(client, { workload: false }))
    const client = await connector(url)()
    const wanted = { schema: 'public', table: 'parents', column: 'id', type: 'bigint' }
    const plan = await typeChangePlan(client, wanted).finally(() => client.end())
    expect((await rehearsePlan(source, planOf(plan), { server })).left).toEqual([])
  },
)
