import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { type ApplyEvent, applyPlan, rollbackRun } from './index.ts'
import type { Connect } from './runner.ts'
import { connector } from './testing/plan.ts'
import { planOfSteps, stepOf } from './testing/steps.ts'

let database: TestDatabase
let connect: Connect

beforeAll(async () => {
  database = await createDatabase({ schema: 'create table t (id int)' })
  connect = connector(database.url)
})

beforeEach(() => database.client.query('drop schema if exists pgwright cascade; alter table t reset (fillfactor)'))

const plan = planOfSteps([
  stepOf('alter table public.t set (fillfactor = 70)', {
    kind: 'options-set',
    schema: 'public',
    relation: 't',
    options: { fillfactor: '70' },
  }),
])

test('while a transaction is too old no step is begun, and what is waited for is told', async () => {
  const old = await connect()
  await old.query('begin; select 1')
  const told: ApplyEvent[] = []
  const run = await applyPlan(connect, plan, {
    brakes: { maxTransactionMs: 1 },
    onProgress: async (event) => {
      if (event.kind === 'step-started') expect(told).toHaveLength(1)
      if (event.kind !== 'braking') return
      told.push(event)
      await old.query('rollback')
    },
  })
  await old.end()
  expect(run.state).toBe('done')
  expect(told).toEqual([{ kind: 'braking', reasons: [expect.stringContaining('the oldest transaction')] }])
})

test('a server that stays busy is given up on, and the plan can be applied later', async () => {
  const busy = await connect()
  const sleeping = busy.query('select pg_sleep(60)').catch(() => {})
  const brakes = { maxActive: 0, timeoutMs: 700 }
  await expect(applyPlan(connect, plan, { brakes })).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringContaining('sessions are busy (at most 0)'),
  })
  const run = await applyPlan(connect, plan)
  expect(run).toMatchObject({ id: 1, state: 'done' })
  expect(await rollbackRun(connect, 1)).toMatchObject({ state: 'rolled-back' })
  await database.client.query(`select pg_cancel_backend(pid) from pg_stat_activity
    where datname = current_database() and query = 'select pg_sleep(60)'`)
  await sleeping
  await busy.end()
})
