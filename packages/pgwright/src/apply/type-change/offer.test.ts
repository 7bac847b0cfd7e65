import { afterAll, expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { startTwinServer } from '../../twin/index.ts'
import { applyPlan, offerFinish, offerTypeChange, rollbackRun } from '../index.ts'
import { planDifferences } from '../plan-differences.ts'
import { connector } from '../testing/plan.ts'

const { client, url, connect } = await createDatabase({
  schema: `create schema "S 1"; create schema postgres; set search_path = public;
    create type mood as enum ('sad', 'ok'); create domain code as varchar(30) not null;
    create table "S 1"."Order ü" ("Id" int primary key, "created at" timestamp, name varchar(10) unique, short varchar(10) check (short > ''));
    create table "S 1".twice (id int); create table public.twice (id int); create table postgres.twice (id int);
    create schema a; create schema b; create table a.hidden (id int); create table b.hidden (id int);
    create table seen (name varchar(10), n int); create view v as select name from seen;
    create index on seen (n); create table parts (name varchar(10)) partition by list (name); create table pair (name varchar(10), "Id" int, id int);
    reset search_path`,
})

const server = await startTwinServer(18)
afterAll(() => server.stop())

const snapshot = () => withReader(parseTarget(url), (reader) => observe(reader, { workload: false }))
const offer = async (table: string, column: string, type: string, session = client) =>
  offerTypeChange(session, await snapshot(), { table, column, type, using: null, back: null }, { server })

test.each([
  ['quoted', '"S 1"."Order ü"', '"Id"', 'S 1', 'Order ü', 'Id'],
  ['with the quotes taken away by a shell', 'S 1.Order ü', 'Id', 'S 1', 'Order ü', 'Id'],
  ['in capitals', 'SEEN', 'N', 'public', 'seen', 'n'],
  ['along the search path, in which one’s own schema is first', 'twice', 'id', 'postgres', 'twice', 'id'],
])('a name is understood %s', async (_, table, column, ...names) => {
  const { schema, table: name, column: own } = await offer(table, column, 'bigint')
  expect([schema, name, own]).toEqual(names)
})

test.each([
  ['a name that could be two', 'hidden', 'id', 'bigint', /"a"."hidden", "b"."hidden"/, /schema/],
  ['a column that could be two', 'pair', 'Id', 'bigint', /"Id" or "id"/, /quotes/],
  ['a column that is not there', 'seen', 'x', 'bigint', /no column x/, /"name", "n"/],
  ['a view', 'v', 'name', 'text', /no table/, /table/],
  ['the type that it has', 'seen', 'n', 'int4', /already/, /nothing/],
  ['no type', 'seen', 'n', 'moood', /no type moood/, /schema/],
  ['what only makes a column', 'seen', 'n', 'bigserial', /no type/, /schema/],
])('%s is refused', async (_, table, column, type, message, hint) => {
  await expect(offer(table, column, type)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  })
})

test('a type is found where the session looks for it, and is named with its schema', async () => {
  expect((await offer('seen', 'n', 'int8')).type).toBe('bigint')
  expect((await offer('seen', 'n', 'varchar(9)[]').catch((error) => error)).message).toContain('character varying(9)[]')
  expect((await offer('seen', 'n', 'code').catch((error) => error)).message).toContain('public.code')
})

test('what PostgreSQL does in its catalog alone is told as the plain statement, and what only looks like it is planned', async () => {
  const widened = await offer('S 1.Order ü', 'name', 'varchar(20)')
  const sql = 'alter table "S 1"."Order ü" alter column "name" type character varying(20)'
  expect(widened).toMatchObject({ way: 'plain', plain: { statements: [`set lock_timeout = '2s'`, sql] } })
  expect((await offer('pair', 'name', 'text')).way).toBe('plain')
  // A check is looked at again, an index of another kind of values is built anew.
  expect((await offer('S 1.Order ü', 'short', 'varchar(20)')).way).toBe('beside')
  expect((await offer('seen', 'n', 'oid')).way).toBe('beside')
  await expect(offer('seen', 'name', 'text')).rejects.toMatchObject({
    message: expect.stringContaining('view public.v dep'),
  })
})

test('between the types of times, the plain statement is for a session in the same time zone', async () => {
  const session = await connect()
  try {
    await session.query(`set timezone = 'Etc/UTC'`)
    const inUtc = withReader(
      parseTarget(`${url}${url.includes('?') ? '&' : '?'}options=-c%20timezone%3DEtc/UTC`),
      (reader) => observe(reader, { workload: false }),
    )
    const wish = { table: 'S 1.Order ü', column: 'created at', type: 'timestamptz', using: null, back: null }
    expect(await offerTypeChange(session, await inUtc, wish, { server })).toMatchObject({
      plain: { statements: expect.arrayContaining([`set timezone = 'Etc/UTC'`]) },
    })
    await session.query(`set timezone = 'Europe/Paris'`)
    await expect(offerTypeChange(session, await inUtc, wish, { server })).rejects.toMatchObject({ code: 'unsupported' })
  } finally {
    await session.end()
  }
})

test('a change is planned, applied, not begun twice, ended, and not taken back after that', async () => {
  const on = { table: 'seen', column: 'n' }
  const offered = await offer('seen', 'n', 'bigint')
  if (offered.way !== 'beside') throw new Error('planned in the plain way')
  expect(offered.plan.tables).toMatchObject([{ table: 'seen' }])
  await expect(() => snapshot().then((before) => offerFinish(before, on))).rejects.toMatchObject({ code: 'usage' })
  const run = await applyPlan(connector(url), offered.plan)
  // As one that was killed right after the swap: to apply it again finds nothing to do.
  expect(planDifferences(offered.plan, await snapshot())).toEqual([])
  await expect(offer('seen', 'n', 'numeric')).rejects.toMatchObject({ hint: expect.stringContaining('--finish') })
  const finish = offerFinish(await snapshot(), on)
  expect((await applyPlan(connector(url), finish.plan)).state).toBe('done')
  expect(planDifferences(finish.plan, await snapshot())).toEqual([])
  await expect(rollbackRun(connector(url), run.id)).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('dropped by now'),
  })
  const { rows } = await client.query('select state from pgwright.run where id = $1', [run.id])
  expect(rows).toEqual([{ state: 'done' }])
})
