import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import type { Change, Plan, Step } from '../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../sql/index.ts'
import { type ApplyEvent, applyPlan, planStatements, rollbackRun } from './index.ts'
import { readObjectStatement } from './object-statement.ts'
import type { Connect } from './runner.ts'
import { change, connector } from './testing/plan.ts'

const schema = 'Größe "1"'
const table = quoteQualified(schema, 'select Order')
const view = quoteQualified(schema, 'Per "day')
const count = quoteQualified(schema, 'Count"')

let database: TestDatabase
let connect: Connect

beforeAll(async () => {
  database = await createDatabase({
    schema: `create schema ${quoteIdentifier(schema)};
      create table ${table} (id int primary key, "a B" int not null, during tstzrange);
      insert into ${table} select i, i % 7, tstzrange(timestamptz '2025-01-01' + i * interval '1 hour',
        timestamptz '2025-01-01' + (i + 1) * interval '1 hour') from generate_series(1, 500) as i;
      create function public.mine() returns int language sql as 'select 1'`,
  })
  connect = connector(database.url)
})

beforeEach(() => database.client.query('drop schema if exists pgwright cascade'))

const object = (type: Extract<Step['ensure'], { type: string }>['type'], names: string[], sql: string): Step => ({
  sql,
  ensure: { kind: 'object-present', type, names, definition: null },
  locks: [],
  transactional: true,
})

const exclusion = object(
  'table constraint',
  [schema, 'select Order', 'No "overlap'],
  `alter table ${table} add constraint "No ""overlap" exclude using gist ("a B" with =, during with &&)`,
)

const steps: readonly Step[] = [
  object('extension', ['btree_gist'], 'create extension if not exists btree_gist'),
  exclusion,
  object(
    'table column',
    [schema, 'select Order', 'Zähler'],
    `alter table ${table} add column "Zähler" int not null default 0`,
  ),
  object(
    'function',
    [schema, 'Count"'],
    `create function ${count}() returns trigger language plpgsql as $f$ begin new."Zähler" := 1; return new; end $f$`,
  ),
  object(
    'trigger',
    [schema, 'select Order', 'Before'],
    `create trigger "Before" before insert on ${table} for each row execute function ${count}()`,
  ),
  { sql: `update ${table} set "Zähler" = 1`, ensure: { kind: 'always' }, locks: [], transactional: true },
  object(
    'materialized view',
    [schema, 'Per "day'],
    `create materialized view ${view} as select lower(during)::date as day, count(*) from ${table} group by 1`,
  ),
  {
    sql: `create unique index concurrently "Day" on ${view} (day)`,
    ensure: { kind: 'index-present', schema, table: 'Per "day', index: 'Day', definition: null },
    locks: [],
    transactional: false,
  },
  object(
    'view',
    [schema, 'Days'],
    `create view ${quoteQualified(schema, 'Days')} with (security_barrier) as select * from ${view}`,
  ),
  object(
    'statistics object',
    [schema, 'Both" of them'],
    `create statistics ${quoteQualified(schema, 'Both" of them')} (dependencies) on id, "a B" from ${table}`,
  ),
  { sql: `analyze ${table}`, ensure: { kind: 'always' }, locks: [], transactional: true },
]

const plan = planWith(...steps)

describe('a plan with objects of every kind under odd names', () => {
  test('is applied, done again without doing anything, and taken back to the exact catalog', async () => {
    const before = await catalog()
    const run = await applyPlan(connect, plan)
    expect(run).toMatchObject({ state: 'done', steps: steps.map(() => ({ state: 'done', error: null })) })
    const applied = await catalog()
    for (const name of ['btree_gist', 'No "overlap', 'Zähler', 'Before', 'Days', 'Day', 'Both'])
      expect(applied).toContain(name)
    const { rows } = await database.client.query(`select sum("Zähler")::int as sum from ${table}`)
    expect(rows).toEqual([{ sum: 500 }])

    const again = await applyPlan(connect, plan)
    const states = again.steps.map(({ state }) => state)
    expect(states.filter((state) => state === 'done')).toHaveLength(2) // counted and analysed anew
    expect(states.filter((state) => state === 'skipped')).toHaveLength(9)
    expect((await rollbackRun(connect, again.id)).state).toBe('rolled-back')
    expect(await catalog()).toBe(applied)

    expect((await rollbackRun(connect, run.id)).state).toBe('rolled-back')
    expect(await catalog()).toBe(before)
  })

  test('leaves alone what was put in the place of what it made', async () => {
    const run = await applyPlan(connect, plan)
    await database.client.query(`create or replace function ${count}() returns trigger language plpgsql as
      $f$ begin return new; end $f$`)
    await expect(rollbackRun(connect, run.id)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('the function'),
    })
    expect((await catalog()).split('\n').filter((line) => line.includes('Count'))).not.toEqual([])
    await database.client.query(`create or replace ${steps[3]?.sql.slice('create '.length)}`)
    expect((await rollbackRun(connect, run.id)).state).toBe('rolled-back')
  })

  test('leaves an extension that was there before', async () => {
    await database.client.query('create extension btree_gist')
    const run = await applyPlan(connect, plan)
    expect(run.steps[0]).toMatchObject({ state: 'skipped' })
    await rollbackRun(connect, run.id)
    expect(await catalog()).toContain('btree_gist')
    await database.client.query('drop extension btree_gist')
  })
})

test.each(steps.map((_, at) => at + 1))('stopped at step %i, it goes on, and can be taken back', async (position) => {
  const before = await catalog()
  const stop = new AbortController()
  const onProgress = (event: ApplyEvent) => {
    if (event.kind === 'step-started' && event.position === position) stop.abort()
  }
  await expect(applyPlan(connect, plan, { onProgress, signal: stop.signal })).rejects.toMatchObject({
    code: 'cancelled',
  })
  expect(await applyPlan(connect, plan)).toMatchObject({ id: 1, state: 'done' })
  await rollbackRun(connect, 1)
  expect(await catalog()).toBe(before)
})

test('an object that was made before the journal could say so is known for its own', async () => {
  const before = await catalog()
  await applyPlan(connect, plan)
  await database.client.query(`update pgwright.run set state = 'running', finished_at = null;
    update pgwright.run_step set state = 'running', finished_at = null,
      step = jsonb_set(step, '{ensure,definition}', 'null') where position = 2;
    update pgwright.run_step set state = 'pending', started_at = null where position > 6`)
  await database.client.query(`drop view ${quoteQualified(schema, 'Days')}; drop materialized view ${view};
    drop statistics ${quoteQualified(schema, 'Both" of them')}`)
  expect(await applyPlan(connect, plan)).toMatchObject({ id: 1, state: 'done' })
  await rollbackRun(connect, 1)
  expect(await catalog()).toBe(before)
})

test('rows that break a constraint fail the step, and the run can be taken back', async () => {
  await database.client.query(`insert into ${table} select 1000, "a B", during from ${table} where id = 1`)
  const before = await catalog()
  await expect(applyPlan(connect, plan)).rejects.toMatchObject({ code: 'server' })
  await rollbackRun(connect, 1)
  expect(await catalog()).toBe(before)
  await database.client.query(`delete from ${table} where id = 1000`)
})

test('a statement that would hold its lock for too long is taken back', async () => {
  const slow = planWith(
    object(
      'table column',
      [schema, 'select Order', 'slow'],
      `alter table ${table} add column slow text default (pg_sleep(5)::text)`,
    ),
  )
  const before = await catalog()
  await expect(applyPlan(connect, slow, { holdTimeoutMs: 200 })).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('0.2 s'),
  })
  expect(await catalog()).toBe(before)
})

test("an ANALYZE may take its time, since it is in nobody's way", async () => {
  await database.client.query(`create function public.slowly(int) returns int immutable language plpgsql
      as 'begin perform pg_sleep(0.02); return $1; end';
    create statistics public.slow on (public.slowly(id)), "a B" from ${table}`)
  const analyze: Step = { sql: `analyze ${table}`, ensure: { kind: 'always' }, locks: [], transactional: true }
  expect(await applyPlan(connect, planWith(analyze), { holdTimeoutMs: 200 })).toMatchObject({ state: 'done' })
  await database.client.query('drop statistics public.slow; drop function public.slowly')
})

test('a statement that somebody cancels is not said to hold its lock for too long', async () => {
  const name = ['public', 'slow']
  const slow = planWith(
    object('materialized view', name, 'create materialized view public.slow as select 1 as one from pg_sleep(20)'),
  )
  const run = applyPlan(connect, slow).catch((error: unknown) => error)
  for (let cancelled = 0; cancelled === 0; ) {
    const { rowCount } = await database.client.query(
      `select pg_cancel_backend(pid) from pg_stat_activity
       where datname = current_database() and query like '%create materialized view public.slow%' and wait_event = 'PgSleep'`,
    )
    cancelled = rowCount ?? 0
  }
  expect(await run).toMatchObject({ code: 'cancelled' })
})

describe('before anything is done', () => {
  test.each([
    ['a name that something else has', object('function', ['public', 'mine'], sqlOfFunction('mine')), 'usage'],
    [
      'a table in the place of a view',
      object('view', [schema, 'select Order'], `create view ${table} as select 1`),
      'usage',
    ],
    [
      'a statement that makes something else',
      object('function', ['public', 'other'], sqlOfFunction('mine')),
      'bad-file',
    ],
    [
      'two statements in one',
      object('function', ['public', 'other'], `${sqlOfFunction('other')}; drop table ${table}`),
      'bad-file',
    ],
    [
      'a statement that replaces',
      object('function', ['public', 'mine'], sqlOfFunction('mine').replace('create', 'create or replace')),
      'bad-file',
    ],
    [
      'an extension that the server lacks',
      object('extension', ['no such'], 'create extension "no such"'),
      'missing-extension',
    ],
    [
      'statistics of a table that is not there',
      object('statistics object', ['public', 's'], 'create statistics public.s on a, b from public.nowhere'),
      'usage',
    ],
    [
      'a table that is not there',
      object('table column', ['public', 'nowhere', 'x'], 'alter table public.nowhere add column x int'),
      'usage',
    ],
  ] as const)('%s is refused', async (_, step, code) => {
    await expect(applyPlan(connect, planWith(step))).rejects.toMatchObject({ code })
    const { rows } = await database.client.query(`select to_regnamespace('pgwright') is null as untouched`)
    expect(rows).toEqual([{ untouched: true }])
  })
})

test('a change for the application has no steps, and a dry run tells of it', async () => {
  const rewrite: Change = {
    ...change('rewrite', schema, 'select Order', 'select 1\nlimit 1'),
    kind: 'rewrite-query',
    steps: [],
  }
  const run = await applyPlan(connect, planOf(rewrite))
  expect(run).toMatchObject({ state: 'done', steps: [] })
  expect(planStatements(planOf(rewrite)).at(-1)).toBe('-- For the application to ask instead: select 1 limit 1')
})

test.each([
  ['create view v as select 1', null],
  ['create table a.b (c int)', null],
  ['alter table a.b add column c int, drop column d', null],
  ['alter table a.b drop column c', null],
  ['create procedure a.b() language sql as $$ $$', null],
  ['create function a.b(int) returns int language sql as $$ select 1 $$', null],
  ['not sql', null],
  ['alter table "A"."b c" add constraint "D" check (true)', { type: 'table constraint', names: ['A', 'b c', 'D'] }],
  ['create statistics a on b, c from d.e', null],
  ['create statistics if not exists a.b on c, d from e.f', null],
  ['create statistics A.b on c, d from e.f', { type: 'statistics object', names: ['a', 'b'] }],
  ['create materialized view A.b as select 1', { type: 'materialized view', names: ['a', 'b'] }],
])('of %s it reads %o', (sql, made) => {
  expect(readObjectStatement(sql)).toEqual(made)
})

function sqlOfFunction(name: string): string {
  return `create function public.${name}() returns trigger language plpgsql as $f$ begin return new; end $f$`
}

function planWith(...of: readonly Step[]): Plan {
  return planOf({
    ...change(of.map(({ sql }) => sql).join(), schema, 'select Order', ''),
    kind: 'add-constraint',
    steps: [...of],
  })
}

/** Everything that a step can make, a line each. */
async function catalog(): Promise<string> {
  const { rows } = await database.client.query<{ line: string }>(
    `with own as (select oid from pg_namespace where nspname in ('public', $1))
     select format('relation %s %s', relname, relkind) as line from pg_class where relnamespace in (select oid from own)
     union all select format('function %s %s', proname, prosrc) from pg_proc
       where pronamespace in (select oid from own) and prolang = (select oid from pg_language where lanname = 'plpgsql')
     union all select format('constraint %s', conname) from pg_constraint where connamespace in (select oid from own)
     union all select format('trigger %s', tgname) from pg_trigger where not tgisinternal
     union all select format('column %s', attname) from pg_attribute
       where attrelid = to_regclass($2) and attnum > 0 and not attisdropped
     union all select format('statistics %s', stxname) from pg_statistic_ext
     union all select 'extension ' || extname from pg_extension
     order by 1`,
    [schema, table],
  )
  return rows.map(({ line }) => line).join('\n')
}
