import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import type { Change } from '../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../sql/index.ts'
import { type ApplyEvent, applyPlan, listRuns, planStatements, rollbackRun } from './index.ts'
import type { Connect } from './runner.ts'
import { catalogText, connector, createIndex, dropIndex } from './testing/plan.ts'

const on = { schema: 'Größe "1"', table: 'select Order' }
const table = quoteQualified(on.schema, on.table)
const longest = `x${'ü'.repeat(31)}` // 63 bytes

let database: TestDatabase
let connect: Connect

beforeAll(async () => {
  database = await createDatabase({
    schema: `create schema ${quoteIdentifier(on.schema)};
      create table ${table} (id int primary key, "a B" varchar(9) not null, "user" text, day date, ${quoteIdentifier(longest)} int);
      insert into ${table} select i, i % 7, 'u' || i, date '2025-01-01' + i % 90, i from generate_series(1, 2000) as i;
      set search_path = ${quoteIdentifier(on.schema)};
      create index "Old ""index" on ${table} (lower("user") desc nulls last, "a B") include (day) with (fillfactor = 70)
        where "a B" in ('1', '2\\') and day > '2025-02-03';
      comment on index "Old ""index" is 'it''s \\ "old"';
      alter index "Old ""index" alter column 1 set statistics 77;
      alter index "Old ""index" depends on extension pg_stat_statements;
      create index clustered on ${table} (day);
      alter table ${table} cluster on clustered;
      create unique index identity on ${table} ("a B", id);
      alter table ${table} replica identity using index identity;
      create index plain on ${table} using brin (id);
      create table extended (id int);
      create index of_extension on extended (id);
      alter extension pg_stat_statements add table extended;
      reset search_path`,
  })
  connect = connector(database.url)
})

beforeEach(() => database.client.query('drop schema if exists pgwright cascade'))

describe('a plan that builds and drops indexes under odd names', () => {
  const plan = planOf(
    createIndex(
      on,
      longest,
      `create index concurrently ${quoteIdentifier(longest)} on ${table} (${quoteIdentifier(longest)} desc) where "a B" in ('1', '2')`,
    ),
    createIndex(
      on,
      'select',
      `CREATE UNIQUE INDEX CONCURRENTLY "select" ON ${table} USING btree ("user") INCLUDE (day)`,
    ),
    dropIndex(on, 'Old "index'),
    dropIndex(on, 'clustered'),
    dropIndex(on, 'plain'),
  )

  test('is applied step by step, and taken back to the exact catalog', async () => {
    const before = await catalogText(database)
    const events: ApplyEvent[] = []
    const run = await applyPlan(connect, plan, { onProgress: (event) => events.push(event) })
    expect(run).toMatchObject({ id: 1, state: 'done', steps: Array(5).fill({ state: 'done', error: null }) })
    expect(events[0]).toEqual({ kind: 'creating-journal' })
    expect(events[1]).toEqual({ kind: 'run-started', runId: 1, resumed: false, steps: 5 })
    const applied = await catalogText(database)
    expect(applied).toContain(longest)
    expect(applied).not.toMatch(/Old|clustered_|plain/)

    const back = await rollbackRun(connect, run.id)
    expect(back).toMatchObject({ state: 'rolled-back', steps: Array(5).fill({ state: 'rolled-back' }) })
    expect(await catalogText(database)).toBe(before)
    expect(await listRuns(database.client)).toEqual([back])
  })

  test('skips what is there already, and leaves that alone when it is taken back', async () => {
    const build = planOf(...plan.changes.slice(1, 2))
    const first = await applyPlan(connect, build)
    const applied = await catalogText(database)
    const second = await applyPlan(connect, build)
    expect(second).toMatchObject({ id: 2, state: 'done', steps: [{ state: 'skipped' }] })
    await rollbackRun(connect, second.id)
    expect(await catalogText(database)).toBe(applied)
    await rollbackRun(connect, first.id)
    expect((await listRuns(database.client)).map(({ id, state }) => [id, state])).toEqual([
      [2, 'rolled-back'],
      [1, 'rolled-back'],
    ])
  })

  test('may put another index in the place of one that it drops', async () => {
    const before = await catalogText(database)
    const replace = createIndex(on, 'plain', `create index concurrently plain on ${table} (id, day)`)
    const run = await applyPlan(connect, planOf(dropIndex(on, 'plain'), replace))
    expect(await catalogText(database)).toContain('(id, day)')
    await rollbackRun(connect, run.id)
    expect(await catalogText(database)).toBe(before)
  })

  test('can be shown without touching the database', () => {
    const statements = planStatements(plan)
    expect(statements[0]).toMatch(/^-- .*pgwright/)
    expect(statements.filter((statement) => !statement.startsWith('--'))).toEqual(plan.changes.map(({ sql }) => sql))
  })

  test('leaves an index alone that someone put in the place of the one that was built', async () => {
    const run = await applyPlan(connect, planOf(...plan.changes.slice(1, 2)))
    const name = quoteQualified(on.schema, 'select')
    await database.client.query(`drop index ${name}; create index "select" on ${table} (id)`)
    await expect(rollbackRun(connect, run.id)).rejects.toMatchObject({ code: 'usage' })
    expect(await catalogText(database)).toContain('select')
    await database.client.query(`drop index ${name}`)
    expect(await rollbackRun(connect, run.id)).toMatchObject({ state: 'rolled-back' })
  })
})

test('no run is listed, and nothing made, where nothing was ever applied', async () => {
  expect(await listRuns(database.client)).toEqual([])
  await expect(rollbackRun(connect, 1)).rejects.toMatchObject({ code: 'usage' })
  expect(await journalSchema()).toBeNull()
})

test('indexes of a materialized view are built too', async () => {
  const view = { schema: 'public', table: 'of day' }
  await database.client.query(`create materialized view "of day" as select day, count(*) from ${table} group by day`)
  const before = await catalogText(database)
  const run = await applyPlan(
    connect,
    planOf(createIndex(view, 'days', 'create index concurrently days on public."of day" (day)')),
  )
  expect(run.state).toBe('done')
  await rollbackRun(connect, run.id)
  expect(await catalogText(database)).toBe(before)
})

describe('before anything is done, it is refused', () => {
  const onUser = `on ${table} ("user")`
  const refused = {
    'a table that is not there': [
      'usage',
      createIndex({ schema: 'no', table: 'no' }, 'i', 'create index concurrently i on no.no (id)'),
    ],
    'a column that is not there': ['usage', createIndex(on, 'i', `create index concurrently i on ${table} (nothing)`)],
    'a name that another index has': ['usage', createIndex(on, 'plain', `create index concurrently plain ${onUser}`)],
    'a name that the plan has for another index': [
      'usage',
      createIndex(on, 'good', `create index concurrently good on ${table} (id)`),
    ],
    'another index than the statement builds, which the plan takes for that': [
      'usage',
      createIndex(
        on,
        'plain',
        `create index concurrently plain ${onUser}`,
        `CREATE INDEX plain ON ${table} USING brin (id)`,
      ),
    ],
    'a name that a table has': [
      'usage',
      createIndex(on, on.table, `create index concurrently ${quoteIdentifier(on.table)} ${onUser}`),
    ],
    'an index under a constraint': ['unsupported', dropIndex(on, 'select Order_pkey')],
    'an index that is the replica identity': ['unsupported', dropIndex(on, 'identity')],
    'an index of a table that an extension made': [
      'unsupported',
      dropIndex({ schema: on.schema, table: 'extended' }, 'of_extension'),
    ],
    'a build that would lock writers out': ['bad-file', createIndex(on, 'i', `create index i ${onUser}`)],
    'a statement for another index': ['bad-file', createIndex(on, 'i', `create index concurrently j ${onUser}`)],
    'a change without the one that it needs': ['bad-file', { ...dropIndex(on, 'plain'), dependsOn: ['gone'] }],
  } satisfies Record<string, [string, Change]>

  test.each(Object.entries(refused))('%s', async (_, [code, change]) => {
    const before = await catalogText(database)
    const good = createIndex(on, 'good', `create index concurrently good ${onUser}`)
    await expect(applyPlan(connect, planOf(good, change))).rejects.toMatchObject({ code })
    expect(await catalogText(database)).toBe(before)
    expect(await journalSchema()).toBeNull()
  })

  test('a partitioned table, and the part of its index that a partition has', async () => {
    await database.client.query(`create table parts (id int) partition by range (id);
      create table part partition of parts for values from (1) to (9); create index parts_id on parts (id)`)
    const whole = createIndex(
      { schema: 'public', table: 'parts' },
      'i',
      'create index concurrently i on public.parts (id)',
    )
    const part = dropIndex({ schema: 'public', table: 'part' }, 'part_id_idx')
    await expect(applyPlan(connect, planOf(whole))).rejects.toMatchObject({ code: 'unsupported' })
    await expect(applyPlan(connect, planOf(part))).rejects.toMatchObject({ code: 'unsupported' })
  })
})

describe('a role', () => {
  const role = `apply ${Math.random()}`
  const plan = planOf(createIndex(on, 'i', `create index concurrently i on ${table} (id)`))
  let connectAs: Connect
  beforeAll(async () => {
    await database.client.query(`create role ${quoteIdentifier(role)} login password '${database.password}';
      grant usage on schema ${quoteIdentifier(on.schema)} to ${quoteIdentifier(role)};
      grant all on ${table} to ${quoteIdentifier(role)}`)
    connectAs = connector(database.urlAs(role))
    return async () => {
      await database.client.query(`reassign owned by ${quoteIdentifier(role)} to current_user;
        drop owned by ${quoteIdentifier(role)}; drop role ${quoteIdentifier(role)}`)
    }
  })

  test('needs to own the table, to create in its schema, and to create the journal', async () => {
    const refusal = () => applyPlan(connectAs, plan).catch((error) => error)
    expect(await refusal()).toMatchObject({
      code: 'permission',
      message: expect.stringContaining(`own the table ${table}`),
    })
    await database.client.query(`alter table ${table} owner to ${quoteIdentifier(role)}`)
    expect(await refusal()).toMatchObject({
      code: 'permission',
      hint: expect.stringContaining('grant create on schema'),
    })
    await database.client.query(`grant create on schema ${quoteIdentifier(on.schema)} to ${quoteIdentifier(role)}`)
    expect(await refusal()).toMatchObject({
      code: 'permission',
      hint: expect.stringContaining('grant create on database'),
    })
    expect(await journalSchema()).toBeNull()
    await database.client.query(
      `grant create on database ${quoteIdentifier(database.name)} to ${quoteIdentifier(role)}`,
    )
    const run = await applyPlan(connectAs, plan)
    expect(run.state).toBe('done')
    // What the journal of a lesser role says is not run with the rights of a greater one.
    await expect(rollbackRun(connect, run.id)).rejects.toMatchObject({ code: 'permission' })
    expect(await rollbackRun(connectAs, run.id)).toMatchObject({ state: 'rolled-back' })
  })
})

async function journalSchema(): Promise<string | null> {
  const { rows } = await database.client.query<{ schema: string | null }>(
    `select to_regnamespace('pgwright')::text as schema`,
  )
  return rows[0]?.schema ?? null
}
