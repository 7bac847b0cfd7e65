import { beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import { type ApplyEvent, applyPlan, listRuns, rollbackRun } from './index.ts'
import type { Connect } from './runner.ts'
import { catalogText, connector, createPartitioned } from './testing/plan.ts'

let database: TestDatabase
let connect: Connect

beforeEach(async () => {
  database = await createDatabase({
    schema: `create table visits (id bigint, at date not null, site int not null, name text) partition by range (at);
      create table visits_1 partition of visits for values from ('2025-01-01') to ('2025-02-01');
      create table visits_2 partition of visits for values from ('2025-02-01') to ('2025-03-01') partition by hash (site);
      create table visits_2_even partition of visits_2 for values with (modulus 2, remainder 0);
      create table visits_2_odd partition of visits_2 for values with (modulus 2, remainder 1);
      insert into visits select i, date '2025-01-01' + i % 59, i % 50, 'n' || i from generate_series(1, 3000) as i;
      create index own on visits_2_odd (name);
      comment on index own is 'of somebody'`,
  })
  connect = connector(database.url)
})

const shells = [
  ['create index by_name on only public.visits (name)', 'visits'],
  ['create index by_name_2 on only public.visits_2 (name)', 'visits_2'],
] as const
const first = ['create index concurrently by_name_1 on public.visits_1 (name)', 'visits_1'] as const
const even = ['create index concurrently by_name_even on public.visits_2_even (name)', 'visits_2_even'] as const
const attaches = [
  ['alter index public.by_name attach partition public.by_name_1', 'visits_1'],
  ['alter index public.by_name_2 attach partition public.by_name_even', 'visits_2_even'],
  ['alter index public.by_name_2 attach partition public.own', 'visits_2_odd'],
  ['alter index public.by_name attach partition public.by_name_2', 'visits_2'],
] as const
const plan = planOf(createPartitioned('visits', [...shells, first, even, ...attaches]))

async function indexes(): Promise<Record<string, { valid: boolean; part: string | null }>> {
  const { rows } = await database.client.query(
    `select json_object_agg(c.relname, json_build_object('valid', i.indisvalid, 'part', h.inhparent::regclass::text)) as all
     from pg_index i join pg_class c on c.oid = i.indexrelid left join pg_inherits h on h.inhrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and i.indrelid::regclass::text like 'visits%'`,
  )
  return rows[0].all
}

const applied = {
  by_name: { valid: true, part: null },
  by_name_1: { valid: true, part: 'by_name' },
  by_name_2: { valid: true, part: 'by_name' },
  by_name_even: { valid: true, part: 'by_name_2' },
  own: { valid: true, part: 'by_name_2' },
}

test('is built partition by partition, with what a partition has already, and is taken back to the exact catalog', async () => {
  const before = await catalogText(database)
  const run = await applyPlan(connect, plan)
  expect(run).toMatchObject({ state: 'done', steps: Array(8).fill({ state: 'done', error: null }) })
  expect(await indexes()).toEqual(applied)

  const again = await applyPlan(connect, plan)
  expect(again.steps.every(({ state }) => state === 'skipped')).toBe(true)
  await rollbackRun(connect, again.id)
  expect(await indexes()).toEqual(applied)

  expect(await rollbackRun(connect, run.id)).toMatchObject({ state: 'rolled-back' })
  expect(await catalogText(database)).toBe(before)
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'goes on where it was stopped before step %d, or is taken back from there',
  async (position) => {
    const before = await catalogText(database)
    const stopAt = async () => {
      const stop = new AbortController()
      const onProgress = (event: ApplyEvent) => {
        if (event.kind === 'step-started' && event.position === position) stop.abort()
      }
      await applyPlan(connect, plan, { onProgress, signal: stop.signal }).catch(() => {})
      return (await listRuns(database.client))[0]?.id ?? 0
    }
    await rollbackRun(connect, await stopAt())
    expect(await catalogText(database)).toBe(before)
    const stopped = await stopAt()
    expect(await applyPlan(connect, plan)).toMatchObject({ id: stopped, state: 'done' })
    expect(await indexes()).toEqual(applied)
    await rollbackRun(connect, stopped)
    expect(await catalogText(database)).toBe(before)
  },
)

test('a partition that the plan does not know stops it before anything is done', async () => {
  await database.client.query(
    `create table visits_3 partition of visits for values from ('2025-03-01') to ('2025-04-01')`,
  )
  await expect(applyPlan(connect, plan)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('"public"."visits_3"'),
  })
  expect(Object.keys(await indexes())).toEqual(['own'])
})

test('a partition that comes after the beginning has its part from PostgreSQL, and the plan goes on', async () => {
  const run = await applyPlan(
    connect,
    planOf(createPartitioned('visits', [...shells, first, even, ...attaches.slice(0, 2)])),
  ).catch((error) => error)
  expect(run).toMatchObject({ code: 'usage' })
  const events: ApplyEvent[] = []
  const stop = new AbortController()
  const onProgress = (event: ApplyEvent) => {
    events.push(event)
    if (event.kind === 'step-finished' && event.position === 2) stop.abort()
  }
  await applyPlan(connect, plan, { onProgress, signal: stop.signal }).catch(() => {})
  await database.client.query(
    `create table visits_3 partition of visits for values from ('2025-03-01') to ('2025-04-01')`,
  )
  expect(await applyPlan(connect, plan)).toMatchObject({ state: 'done' })
  expect(await indexes()).toMatchObject({ ...applied, visits_3_name_idx: { valid: true, part: 'by_name' } })
  await rollbackRun(connect, 1)
  expect(Object.keys(await indexes())).toEqual(['own'])
})

test('an index of that name that no run made is left alone', async () => {
  await database.client.query('create index by_name on visits (name)')
  const before = await catalogText(database)
  await expect(applyPlan(connect, plan)).rejects.toMatchObject({ code: 'usage' })
  expect(await catalogText(database)).toBe(before)
})

test.each([
  ['a build that locks every partition', ['create index by_name on public.visits (name)', 'visits']],
  ['another index than the step says', ['create index by_name on only public.visits_2 (name)', 'visits']],
])('%s is refused', async (_, statement) => {
  const edited = planOf(createPartitioned('visits', [[statement[0] ?? '', statement[1] ?? '']]))
  await expect(applyPlan(connect, edited)).rejects.toMatchObject({ code: 'bad-file' })
})
