import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { Step } from '../../model/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { type ApplyEvent, applyPlan, rollbackRun } from '../index.ts'
import type { Connect } from '../runner.ts'
import { connector } from '../testing/plan.ts'
import { objectStep, planOfSteps, stepOf } from '../testing/steps.ts'
import { wholeCatalog } from '../testing/whole-catalog.ts'

let database: TestDatabase
let connect: Connect
let before: string
let role: string
let steps: readonly Step[]

beforeAll(async () => {
  database = await createDatabase({
    schema: `create table t (id int primary key, "Text" text, owner text, constraint old check (id > 0));
      alter table t set (fillfactor = 90, autovacuum_enabled = off), alter "Text" set statistics 7, alter "Text" set storage main;
      create index i on t (owner) with (fillfactor = 80);
      create view v as select * from t;
      create policy mine on t for select using (owner = current_user);
      create policy "to go" on t as restrictive for update to pg_monitor, public using (true) with check (id <> 3);
      comment on policy "to go" on t is 'It''s kept';
      create trigger "Kept" before update on t for each row execute function suppress_redundant_updates_trigger();
      alter table t disable trigger "Kept"`,
  })
  role = `Ro"le_${database.name}`
  const own = quoteIdentifier(role)
  await database.client.query(`create role ${own};
    alter role ${own} set search_path = '$user', "A b"; alter database ${database.name} set work_mem = '5MB'`)
  connect = connector(database.url)
  before = await wholeCatalog(database)
  steps = [
    options(
      't',
      'alter table public.t set (fillfactor = 70, toast.autovacuum_enabled = off), reset (autovacuum_enabled)',
      {
        fillfactor: '70',
        'toast.autovacuum_enabled': 'off',
        autovacuum_enabled: null,
      },
    ),
    options('i', 'alter index public.i reset (fillfactor)', { fillfactor: null }),
    options('v', 'alter view public.v set (security_barrier = true)', { security_barrier: 'true' }),
    columnOptions(
      'alter table public.t alter "Text" set statistics 500, alter "Text" set storage external, alter "Text" set compression pglz, alter "Text" set (n_distinct = -0.5)',
      {
        statistics: '500',
        storage: 'external',
        compression: 'pglz',
        n_distinct: '-0.5',
      },
    ),
    setting(`alter database ${database.name} set work_mem = '64MB'`, 'work_mem', '64MB', database.name, null),
    setting(`alter role ${own} set search_path = 'public', 'C d'`, 'search_path', 'public, "C d"', null, role),
    setting(`alter role ${own} in database ${database.name} set app.flag = on`, 'app.flag', 'on', database.name, role),
    setting('alter system set track_activity_query_size = 2048', 'track_activity_query_size', '2048', null, null),
    objectStep('policy', ['public', 't', 'all'], 'create policy "all" on public.t to pg_monitor using (true)'),
    policy('mine', 'owner = (select current_user)', null),
    stepOf('drop policy "to go" on public.t', {
      kind: 'object-absent',
      type: 'policy',
      names: ['public', 't', 'to go'],
    }),
    stepOf('alter table public.t drop constraint old', {
      kind: 'object-absent',
      type: 'table constraint',
      names: ['public', 't', 'old'],
    }),
    stepOf('alter table public.t force row level security, enable row level security', {
      kind: 'row-security',
      schema: 'public',
      table: 't',
      enabled: true,
      forced: true,
    }),
    stepOf('alter table public.t enable replica trigger "Kept"', {
      kind: 'trigger-fires',
      schema: 'public',
      table: 't',
      trigger: 'Kept',
      on: 'replica',
    }),
  ]
  return async () => {
    await database.client.query(`drop role ${own}`)
  }
})

beforeEach(() => database.client.query('drop schema if exists pgwright cascade'))

const set = (sql: string, ensure: Step['ensure']) => stepOf(sql, ensure)
const options = (relation: string, sql: string, of: Record<string, string | null>) =>
  set(sql, { kind: 'options-set', schema: 'public', relation, options: of })
const columnOptions = (sql: string, of: Record<string, string | null>) =>
  set(sql, { kind: 'column-options', schema: 'public', table: 't', column: 'Text', options: of })

function setting(sql: string, name: string, value: string | null, of: string | null, asRole: string | null): Step {
  const scope = asRole === null ? (of === null ? 'system' : 'database') : of === null ? 'role' : 'role-in-database'
  return set(sql, { kind: 'setting-set', scope, database: of, role: asRole, name, value })
}

function policy(name: string, using: string | null, check: string | null): Step {
  const sql = `alter policy "${name}" on public.t${using === null ? '' : ` using (${using})`}${check === null ? '' : ` with check (${check})`}`
  return set(sql, { kind: 'policy-as', schema: 'public', table: 't', policy: name, using, check })
}

describe('options, settings and policies', () => {
  test('are set, done again without doing anything, and taken back to the exact catalog', async () => {
    const events: ApplyEvent[] = []
    const run = await applyPlan(connect, planOfSteps(steps), { onProgress: (event) => events.push(event) })
    expect(run).toMatchObject({ state: 'done', steps: steps.map(() => ({ state: 'done', error: null })) })
    expect(events).toContainEqual({ kind: 'restart-needed', setting: 'track_activity_query_size' })
    const applied = await wholeCatalog(database)
    expect(applied).not.toBe(before)
    expect(await inFile()).toEqual(['2048'])

    const again = await applyPlan(connect, planOfSteps(steps))
    expect(again.steps.map(({ state }) => state)).toEqual(steps.map(() => 'skipped'))
    expect(await wholeCatalog(database)).toBe(applied)

    expect((await rollbackRun(connect, run.id)).state).toBe('rolled-back')
    expect(await wholeCatalog(database)).toBe(before)
    expect(await inFile()).toEqual([])
  })

  test.each([2, 4, 6, 9, 11, 13])(
    'killed at step %i, with the one before done and not written down, go on and are taken back',
    async (position) => {
      const stop = new AbortController()
      const onProgress = (event: ApplyEvent) => {
        if (event.kind === 'step-started' && event.position === position) stop.abort()
      }
      const stopped = applyPlan(connect, planOfSteps(steps), { onProgress, signal: stop.signal })
      await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
      await database.client.query(`update pgwright.run set state = 'running', finished_at = null;
      update pgwright.run_step set state = 'running', finished_at = null where position = ${position - 1}`)
      if (position !== 4) expect(await applyPlan(connect, planOfSteps(steps))).toMatchObject({ id: 1, state: 'done' })
      await rollbackRun(connect, 1)
      expect(await wholeCatalog(database)).toBe(before)
      expect(await inFile()).toEqual([])
    },
  )

  test('that somebody has changed since are left alone', async () => {
    const run = await applyPlan(connect, planOfSteps(steps.slice(0, 1)))
    await database.client.query('alter table t set (fillfactor = 55)')
    await expect(rollbackRun(connect, run.id)).rejects.toMatchObject({ code: 'usage' })
    await database.client.query('alter table t set (fillfactor = 70)')
    await rollbackRun(connect, run.id)
    expect(await wholeCatalog(database)).toBe(before)
  })
})

test('a run that has dropped what nothing brings back is not half taken back', async () => {
  await database.client.query('create materialized view held as select 1 as one')
  const held = { type: 'materialized view' as const, names: ['public', 'held'] }
  const drop = stepOf('drop materialized view public.held', { kind: 'object-absent', ...held })
  const run = await applyPlan(connect, planOfSteps([steps[0] ?? drop, drop]))
  await expect(rollbackRun(connect, run.id)).rejects.toMatchObject({ code: 'unsupported' })
  await database.client.query(
    `alter table t set (fillfactor = 90, autovacuum_enabled = off), reset (toast.autovacuum_enabled)`,
  )
  expect(await wholeCatalog(database)).toBe(before)
})

describe('before anything is done', () => {
  const wrong = (sql: string, step: Step | undefined): Step => ({ ...(step ?? policy('mine', 'true', null)), sql })
  test.each<[string, () => Step, string]>([
    [
      'an option that the step does not name',
      () => wrong('alter table public.t set (fillfactor = 70, parallel_workers = 3)', steps[0]),
      'bad-file',
    ],
    ['another value', () => wrong('alter index public.i set (fillfactor = 50)', steps[1]), 'bad-file'],
    [
      'options and another command',
      () => wrong('alter index public.i reset (fillfactor), set tablespace x', steps[1]),
      'bad-file',
    ],
    [
      'options of another column',
      () => wrong('alter table public.t alter id set statistics 500', steps[3]),
      'bad-file',
    ],
    [
      'a setting of another role',
      () => wrong(`alter role postgres set search_path = 'public', 'C d'`, steps[5]),
      'bad-file',
    ],
    ['a setting of every database', () => wrong(`alter role all set app.flag = on`, steps[6]), 'bad-file'],
    ['all settings', () => wrong('alter system reset all', steps[7]), 'bad-file'],
    [
      'a policy for others',
      () => wrong('alter policy mine on public.t to public using (owner = (select current_user))', steps[9]),
      'bad-file',
    ],
    ['another expression', () => wrong('alter policy mine on public.t using (true)', steps[9]), 'bad-file'],
    ['a drop of something else', () => wrong('drop policy mine on public.t', steps[10]), 'bad-file'],
    [
      'a drop with all that depends on it',
      () => wrong('alter table public.t drop constraint old cascade', steps[11]),
      'bad-file',
    ],
    [
      'half of what row security is',
      () => wrong('alter table public.t enable row level security', steps[12]),
      'bad-file',
    ],
    [
      'a relation that is not there',
      () => options('gone', 'alter table public.gone set (fillfactor = 70)', { fillfactor: '70' }),
      'usage',
    ],
    ['a policy that is not there', () => policy('gone', 'true', null), 'usage'],
    ['an expression that makes no sense here', () => policy('mine', 'nowhere = 1', null), 'usage'],
    ['a WITH CHECK that could not be taken away again', () => policy('mine', 'true', 'true'), 'unsupported'],
    ['a setting that there is not', () => setting('alter system set no_such = 1', 'no_such', '1', null, null), 'usage'],
    [
      'a setting of the server for a database',
      () =>
        setting(`alter database ${database.name} set max_connections = 5`, 'max_connections', '5', database.name, null),
      'unsupported',
    ],
    [
      'a role that is not there',
      () => setting('alter role nobody_here set work_mem = 1', 'work_mem', '1', null, 'nobody_here'),
      'usage',
    ],
  ])('%s is refused', async (_, step, code) => {
    await expect(applyPlan(connect, planOfSteps([step()]))).rejects.toMatchObject({ code })
    expect(await wholeCatalog(database)).toBe(before)
  })

  test('row security without a policy is refused', async () => {
    await database.client.query('create table bare (id int)')
    const bare: Step = set('alter table public.bare enable row level security, no force row level security', {
      kind: 'row-security',
      schema: 'public',
      table: 'bare',
      enabled: true,
      forced: false,
    })
    await expect(applyPlan(connect, planOfSteps([bare]))).rejects.toMatchObject({ code: 'unsupported' })
    await database.client.query('drop table bare')
  })

  test('a role without the rights is told so', async () => {
    const plain = `plain_${database.name}`
    await database.client.query(`create role ${plain} login password '${database.password}';
      grant create on database ${database.name} to ${plain}`)
    const other = connector(database.urlAs(plain))
    for (const at of [0, 4, 5, 7, 12]) {
      const refused = applyPlan(other, planOfSteps(steps.slice(at, at + 1)))
      await expect(refused).rejects.toMatchObject({ code: 'permission' })
    }
    const own = setting(`alter role ${plain} set work_mem = '8MB'`, 'work_mem', '8MB', null, plain)
    expect(await applyPlan(other, planOfSteps([own]))).toMatchObject({ state: 'done' })
    await database.client.query(`drop owned by ${plain}; drop role ${plain}`)
  })
})

async function inFile(): Promise<string[]> {
  const { rows } = await database.client.query<{ setting: string }>(
    `select setting from pg_file_settings where name = 'track_activity_query_size' and sourcefile like '%auto.conf'`,
  )
  return rows.map(({ setting }) => setting)
}
