import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { type ApplyEvent, applyPlan, listRuns, rollbackRun } from './index.ts'
import type { Connect } from './runner.ts'
import { catalogText, change, connector, createIndex, dropIndex } from './testing/plan.ts'

const on = { schema: 'public', table: 'deliveries' }
const build = createIndex(on, 'by_code', 'create unique index concurrently by_code on public.deliveries (code)')
const drop = dropIndex(on, 'old')
const last = createIndex(on, 'by_day', 'create index concurrently by_day on public.deliveries (day)')
const plan = planOf(build, drop, last)

let database: TestDatabase
let connect: Connect
let before: string

beforeAll(async () => {
  database = await createDatabase({
    schema: `create table deliveries (id int primary key, code int, day int);
      insert into deliveries select i, i, i from generate_series(1, 1000) as i;
      create index old on deliveries (day desc)`,
  })
  connect = connector(database.url)
  before = await catalogText(database)
})

beforeEach(async () => {
  await database.client.query('drop schema if exists pgwright cascade; update deliveries set code = id')
  expect(await catalogText(database)).toBe(before)
})

/**
 * Applies while a transaction that has written to the table is open, for which a build or drop has to wait once it has
 * begun: it opens while another is waited for beforehand, and those that come later are not.
 */
async function whileHeld(
  act: (event: ApplyEvent, release: () => Promise<unknown>) => unknown,
  options: { readonly signal?: AbortSignal } = {},
  run = plan,
): Promise<unknown> {
  const [early, late] = [await connect(), await connect()]
  await early.query('begin; insert into deliveries values (-2, -2, -2)')
  await late.query(`set application_name = 'long reader'`)
  let isLate = false
  const onProgress = async (event: ApplyEvent) => {
    if (isLate || event.kind !== 'waiting') return act(event, () => late.query('rollback'))
    isLate = true
    await late.query('begin isolation level repeatable read; select 1')
    await late.query('insert into deliveries values (-1, -1, -1)')
    await early.query('rollback')
  }
  try {
    return await applyPlan(connect, run, { ...options, onProgress }).catch((error) => error)
  } finally {
    await early.end()
    await late.end()
  }
}

test('a unique index that can not be built is cleaned up; with the data put right the same plan goes on', async () => {
  await database.client.query('update deliveries set code = 1 where id = 2')
  const events: ApplyEvent[] = []
  await expect(applyPlan(connect, plan, { onProgress: (event) => events.push(event) })).rejects.toMatchObject({
    code: 'server',
  })
  expect(await catalogText(database)).toBe(before)
  const [failed] = await listRuns(database.client)
  expect(failed).toMatchObject({
    state: 'failed',
    steps: [{ state: 'failed' }, { state: 'pending' }, { state: 'pending' }],
  })
  expect(failed?.steps[0]?.error).toMatch(/^Step 1 of run 1 failed: .*\.$/)
  expect(events.at(-1)).toMatchObject({ kind: 'step-failed', position: 1 })

  await database.client.query('update deliveries set code = id')
  expect(await applyPlan(connect, plan)).toMatchObject({ id: 1, state: 'done' })
  await rollbackRun(connect, 1)
})

test('of what was done before a run failed, it does again what somebody undid since', async () => {
  const [old] = (await database.client.query<{ d: string }>(`select pg_get_indexdef('old'::regclass) as d`)).rows
  const replace = createIndex(on, 'old', 'create index concurrently old on public.deliveries (id)')
  const later = planOf(last, drop, replace, build)
  await database.client.query('update deliveries set code = 1 where id = 2')
  await expect(applyPlan(connect, later)).rejects.toMatchObject({ code: 'server' })
  const half = await catalogText(database)
  await database.client.query('drop index by_day')
  await expect(applyPlan(connect, later)).rejects.toMatchObject({ code: 'server' })
  expect(await catalogText(database)).toBe(half)

  await database.client.query(`drop index old; ${old?.d}`)
  await expect(applyPlan(connect, later)).rejects.toMatchObject({ code: 'usage' })
  await database.client.query('drop index old; update deliveries set code = id')
  expect(await applyPlan(connect, later)).toMatchObject({ id: 1, state: 'done' })
  await rollbackRun(connect, 1)
})

test('a run goes on that had built an index, and is still to add a column to its table', async () => {
  const sql = 'alter table public.deliveries add column later int'
  const ensure = { kind: 'object-present' as const, type: 'table column' as const, definition: null }
  const step = { sql, ensure: { ...ensure, names: ['public', 'deliveries', 'later'] }, locks: [], transactional: true }
  const both = planOf(last, { ...change('later', 'public', 'deliveries', sql), kind: 'add-counters', steps: [step] })
  const stop = new AbortController()
  const onProgress = (event: ApplyEvent) => {
    if (event.kind === 'step-started' && event.position === 2) stop.abort()
  }
  await expect(applyPlan(connect, both, { onProgress, signal: stop.signal })).rejects.toMatchObject({
    code: 'cancelled',
  })
  expect(await applyPlan(connect, both)).toMatchObject({ id: 1, state: 'done' })
  await rollbackRun(connect, 1)
})

describe('an index that an earlier build left invalid', () => {
  beforeEach(async () => {
    await database.client.query('update deliveries set code = 1 where id = 2')
    await database.client.query(build.sql).catch(() => {})
    await database.client.query('update deliveries set code = id')
    return () => database.client.query('drop index if exists by_code')
  })

  test('is repaired when it is the one wanted', async () => {
    const events: ApplyEvent[] = []
    const run = await applyPlan(connect, planOf(build), { onProgress: (event) => events.push(event) })
    expect(events).toContainEqual({ kind: 'repairing', index: '"public"."by_code"' })
    expect(run.steps[0]?.state).toBe('done')
    expect(await catalogText(database)).toContain('"indisvalid": true')
    expect(await catalogText(database)).not.toContain('"indisvalid": false')
    await rollbackRun(connect, run.id)
  })

  test('is left alone when it is another', async () => {
    const left = await catalogText(database)
    const other = createIndex(on, 'by_code', 'create unique index concurrently by_code on public.deliveries (code, id)')
    await expect(applyPlan(connect, planOf(other))).rejects.toMatchObject({ code: 'usage' })
    await expect(applyPlan(connect, planOf(dropIndex(on, 'by_code')))).rejects.toMatchObject({ code: 'usage' })
    expect(await catalogText(database)).toBe(left)
  })
})

test('a long transaction is named and waited for', async () => {
  const waits: ApplyEvent[] = []
  const run = await whileHeld(async (event, release) => {
    if (event.kind !== 'waiting') return
    waits.push(event)
    await release()
  })
  expect(run).toMatchObject({ state: 'done' })
  expect(waits[0]).toMatchObject({
    sql: build.sql,
    blockers: [{ applicationName: 'long reader', state: 'idle in transaction', transactionAgeMs: expect.any(Number) }],
  })
  await rollbackRun(connect, 1)
})

test('a build that a deadlock ended is cleaned up and tried again', async () => {
  const name = quoteIdentifier(database.name)
  await database.client.query(`alter database ${name} set deadlock_timeout = '50ms'`)
  const other = await connect()
  const { rows } = await other.query<{ pid: number }>('select pg_backend_pid() as pid')
  // Whoever looks for deadlocks is the one who gives in.
  await other.query(`set deadlock_timeout = '1h'; begin isolation level repeatable read; select 1`)
  let locked: Promise<unknown> | undefined
  const run = await whileHeld(async (event, release) => {
    if (event.kind !== 'waiting' || locked !== undefined) return
    locked = other.query('lock table deliveries in share mode; rollback')
    const waits = () => database.client.query('select from pg_locks where not granted and pid = $1', [rows[0]?.pid])
    await expect.poll(async () => (await waits()).rows.length, { interval: 10 }).toBe(1)
    await release()
  })
  await locked
  await other.end()
  await database.client.query(`alter database ${name} reset deadlock_timeout`)
  expect(run).toMatchObject({ state: 'done' })
  const deadlocks = `select deadlocks from pg_stat_database where datname = current_database()`
  await expect.poll(async () => (await database.client.query(deadlocks)).rows).toEqual([{ deadlocks: '1' }])
  await rollbackRun(connect, 1)
})

test('a lock on the table is waited for without queueing in front of the application', async () => {
  const holder = await connect()
  await holder.query('begin; lock table deliveries in share mode')
  const run = await applyPlan(connect, planOf(build), {
    lockTimeoutMs: 50,
    onProgress: async (event) => {
      if (event.kind === 'waiting') await holder.query('rollback')
    },
  })
  await holder.end()
  expect(run.state).toBe('done')
  await rollbackRun(connect, run.id)
})

test('a lock that does not come free in the time given is told with its holder', async () => {
  const holder = await connect()
  await holder.query(`set application_name = 'migration'; begin; lock table deliveries in share mode`)
  const error = await applyPlan(connect, planOf(build), { lockTimeoutMs: 50, buildTimeoutMs: 300 }).catch((e) => e)
  await holder.end()
  expect(error).toMatchObject({ code: 'busy', message: expect.stringContaining('migration') })
})

test('a second runner is told who the first one is', async () => {
  let second: unknown
  await whileHeld(async (event, release) => {
    if (event.kind !== 'waiting' || second !== undefined) return
    second = applyPlan(connect, plan).catch((error) => error)
    await second
    await release()
  })
  expect(await second).toMatchObject({ code: 'busy', message: expect.stringMatching(/session \d+ .* since 20/) })
  await rollbackRun(connect, 1)
})

test('a run that is stopped cleans up, and goes on when it is applied again', async () => {
  const stop = new AbortController()
  const error = await whileHeld(
    async (event, release) => {
      if (event.kind !== 'waiting') return
      stop.abort()
      await sleep(300)
      await release()
    },
    { signal: stop.signal },
  )
  expect(error).toMatchObject({ code: 'cancelled' })
  expect(await catalogText(database)).toBe(before)
  expect((await listRuns(database.client))[0]).toMatchObject({ state: 'failed', steps: [{ state: 'failed' }, {}, {}] })
  expect(await applyPlan(connect, plan)).toMatchObject({ id: 1, state: 'done' })
  await rollbackRun(connect, 1)
})

test('a session that is ended in the middle of a build or a drop leaves nothing that can not be taken up again', async () => {
  for (const half of [planOf(build, drop), planOf(drop, build)]) {
    const error = await whileHeld(
      async (event, release) => {
        if (event.kind !== 'waiting') return
        await database.client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and query ilike '%index concurrently%' and pid <> pg_backend_pid()`,
        )
        await release()
      },
      {},
      half,
    )
    expect(error).toMatchObject({ code: 'connection' })
    const [failed] = await listRuns(database.client)
    expect(failed?.state).toBe('failed')
    const run = await applyPlan(connect, half)
    expect(run).toMatchObject({ id: failed?.id, state: 'done' })
    await rollbackRun(connect, run.id)
    expect(await catalogText(database)).toBe(before)
  }
})

test('nothing is begun while the server still works for a runner that was killed', async () => {
  const orphan = await connect()
  const key = BigInt(`0x${Buffer.from('pgwright').toString('hex')}`) + 1n
  await orphan.query('select pg_advisory_lock($1)', [key])
  const run = applyPlan(connect, plan)
  await sleep(700)
  expect(await listRuns(database.client)).toEqual([])
  await orphan.end()
  expect(await run).toMatchObject({ state: 'done' })
  await rollbackRun(connect, 1)
})

describe('of a run that was killed', () => {
  /** As `kill -9` leaves it: a statement ran to its end, or half-way, and nobody wrote that down. */
  beforeEach(async () => {
    await applyPlan(connect, plan)
    await database.client.query(`update pgwright.run set state = 'running', finished_at = null;
      update pgwright.run_step set state = 'running', finished_at = null where position = 2;
      update pgwright.run_step set state = 'pending', started_at = null, finished_at = null where position = 3;
      drop index by_day`)
  })

  test('the rest is done when the plan is applied again', async () => {
    const events: ApplyEvent[] = []
    const run = await applyPlan(connect, plan, { onProgress: (event) => events.push(event) })
    expect(run).toMatchObject({ id: 1, state: 'done', steps: Array(3).fill({ state: 'done' }) })
    expect(events[0]).toEqual({ kind: 'run-started', runId: 1, resumed: true, steps: 3 })
    await rollbackRun(connect, 1)
    expect(await catalogText(database)).toBe(before)
  })

  test('what was done can be taken back at once, and a rollback that was killed too goes on', async () => {
    await database.client.query(`update pgwright.run set state = 'rolling-back'`)
    await expect(applyPlan(connect, plan)).rejects.toMatchObject({ code: 'usage' })
    expect(await rollbackRun(connect, 1)).toMatchObject({
      state: 'rolled-back',
      steps: [{ state: 'rolled-back' }, { state: 'rolled-back' }, { state: 'pending' }],
    })
    expect(await catalogText(database)).toBe(before)
  })

  test('a drop that got half-way is taken back by building the index again', async () => {
    await database.client.query(`create index old on deliveries (day desc);
      update pg_index set indisvalid = false where indexrelid = 'old'::regclass`)
    await rollbackRun(connect, 1)
    expect(await catalogText(database)).toBe(before)
  })
})
