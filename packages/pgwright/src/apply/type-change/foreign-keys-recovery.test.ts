import type { Client } from 'pg'
import { beforeEach, expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { planOf } from '../../../test/plan.ts'
import type { Plan } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { type ApplyEvent, applyPlan, readJournal, rehearsePlan, rollbackRun, typeChangePlan } from '../index.ts'
import type { Connect } from '../runner.ts'
import { connector } from '../testing/plan.ts'
import { wholeCatalog } from '../testing/whole-catalog.ts'

const database = await createDatabase()
const { client } = database
const connect = connector(database.url)
let before: string
let plan: Plan

beforeEach(async () => {
  await client.query(`drop schema if exists pgwright cascade; drop schema public cascade; create schema public;
    create table orders (id int primary key, parent_id int constraint tree references orders deferrable);
    create table lines (order_id int references orders on delete cascade, note text);
    insert into orders select i, nullif(i / 2, 0) from generate_series(1, 90) as i;
    insert into lines select i from generate_series(1, 90) as i`)
  before = await wholeCatalog(database)
  plan = planOf(await typeChangePlan(client, { schema: 'public', table: 'orders', column: 'id', type: 'bigint' }))
})

/** Its sessions are lost as soon as one of them has done something with the tree or the swap, and nobody is told. */
const losing: Connect = async () => {
  const session = await connect()
  const query = session.query.bind(session) as (...all: unknown[]) => Promise<unknown>
  const losingQuery = async (...all: unknown[]) => {
    const answer = await query(...all)
    const [text] = all
    if (typeof text === 'string' && text.startsWith('begin; ') && /to_tree|alter constraint|rename column/.test(text)) {
      await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
    }
    return answer
  }
  session.query = losingQuery as Client['query']
  return session
}

/** Again and again; how often it was lost. */
async function untilThrough(work: () => Promise<unknown>): Promise<number> {
  for (let lost = 0; ; lost++) {
    try {
      await work()
      return lost
    } catch (error) {
      if (lost > 60) throw error
    }
  }
}

test('lost after each step, it goes on to the end, and the way back too', async () => {
  expect(await untilThrough(() => applyPlan(losing, plan))).toBe(5)
  expect((await client.query('insert into orders (id) values (3000000000) returning id')).rows).toEqual([
    { id: '3000000000' },
  ])
  await client.query('delete from orders where id > 90')
  expect(await untilThrough(() => rollbackRun(losing, 1))).toBe(7)
  expect(await wholeCatalog(database)).toBe(before)
  const { rows } = await client.query('select count(*)::int as n from lines join orders on id = order_id')
  expect(rows).toEqual([{ n: 90 }])
})

test.each([
  ['is made', /add constraint "pgwright_new_to_tree"/, false],
  ['is validated', /validate constraint "pgwright_new_to_tree"/, false],
  ['has taken the place of the first', /drop constraint "tree"/, true],
])('broken off when the second foreign key %s, it is taken back', async (_, sql, rehearsed) => {
  const stop = new AbortController()
  const at = plan.changes[0]?.steps.findIndex((step) => sql.test(step.sql)) ?? 0
  const onProgress = (event: ApplyEvent) => {
    if (event.kind === 'step-finished' && event.position === at + 1) stop.abort()
  }
  const broken = applyPlan(connect, plan, { onProgress, signal: stop.signal })
  await expect(broken).rejects.toMatchObject({ code: 'cancelled' })
  if (rehearsed) {
    const { target, journal } = await withReader(parseTarget(database.url), async (reader) => ({
      target: await observe(reader, { workload: false }),
      journal: await readJournal(reader),
    }))
    await rehearsePlan(target, plan, { journal })
  }
  await rollbackRun(connect, 1)
  expect(await wholeCatalog(database)).toBe(before)
})

test('a foreign key that came later keeps it from being done, and from being taken back, until it is gone', async () => {
  const later = 'create table later (id int references orders)'
  await client.query(later)
  await expect(applyPlan(connect, plan)).rejects.toMatchObject({
    message: expect.stringContaining('when the plan was made'),
  })
  await client.query('drop table later')
  await applyPlan(connect, plan)
  await client.query(later)
  const after = await wholeCatalog(database)
  await expect(rollbackRun(connect, 1)).rejects.toMatchObject({ message: expect.stringContaining('"later_id_fkey"') })
  expect(await wholeCatalog(database)).toBe(after)
  await client.query('drop table later')
  await rollbackRun(connect, 1)
  expect(await wholeCatalog(database)).toBe(before)
})

test.each([
  [
    'lines',
    'alter table lines drop constraint lines_order_id_fkey',
    'add foreign key (order_id) references orders on delete cascade',
  ],
  ['lines', 'drop table lines', null],
] as const)(
  'a foreign key of %s that is dropped since is not in the way of taking it back: %s',
  async (table, drop, again) => {
    await applyPlan(connect, plan)
    await client.query(drop)
    await rollbackRun(connect, 1)
    if (again !== null) await client.query(`alter table ${table} ${again}`)
    const after = await wholeCatalog(database)
    expect(after).toBe(again === null ? before.replaceAll(/^.* lines .*\n/gm, '') : before)
  },
)
