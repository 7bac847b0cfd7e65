import { expect, test } from 'vitest'
import { openZoo } from '../testing/zoo.ts'
import { observeWorkload } from './counters.ts'
import { workloadBetween, workloadOf } from './workload.ts'

const zoo = await openZoo(`
  create table "S 1"."Order" (id int primary key, "user" text, at timestamptz);
  grant usage on schema "S 1" to public;
  grant select, insert on "S 1"."Order" to public;
  create extension pg_stat_statements schema "S 1"`)
const bare = await openZoo()

/** Reads as a superuser, in a transaction of its own. */
async function read(options?: { texts: boolean }) {
  const session = await zoo.connect()
  await session.query('begin transaction read only')
  const counters = await observeWorkload(session, options)
  await session.end()
  return counters
}

test('the workload is what was run between two readings, by role, without literals or comments', async () => {
  const { plain } = zoo.roles
  await zoo.client.query(`select * from "S 1"."Order" where "user" = 'before'`)
  const before = await read()
  const session = await zoo.connect(plain)
  for (const user of ['Ann', 'Ben', 'Cem']) {
    await session.query(`/* request 7 */ select * from "S 1"."Order" where "user" = '${user}' -- by ${user}`)
  }
  await session.query(`insert into "S 1"."Order" values (1, 'x'), (2, 'y')`)
  await zoo.client.query(`select * from "S 1"."Order" where "user" = 'after'`)
  await zoo.client.query(`select id from "S 1"."Order" where at > now() - interval '7 days' and id in (1, 2, 3)`)
  const { statements, source } = workloadBetween(before, await read())
  const found = statements.map(({ sql, role, calls, rows }) => ({ sql, role, calls, rows }))
  expect(found).toHaveLength(4)
  const query = 'select * from "S 1"."Order" where "user" = $1'
  expect(found).toContainEqual({ sql: query, role: plain, calls: 3, rows: 0 })
  expect(found).toContainEqual({ sql: query, role: 'postgres', calls: 1, rows: 0 })
  expect(found.find(({ sql }) => sql.startsWith('insert'))).toMatchObject({ calls: 1, rows: 2, role: plain })
  expect(found.some(({ sql }) => sql.includes('interval $1'))).toBe(true)
  expect(source).toMatch(/^pg_stat_statements from \d{4}-.* to \d{4}-/)
})

test('counters are read without texts when only counters are needed', async () => {
  const before = await read()
  await zoo.client.query('select "user" from "S 1"."Order"')
  await zoo.client.query('select "user" from "S 1"."Order"')
  const between = await read()
  await zoo.client.query('select "user" from "S 1"."Order"')
  const after = await read({ texts: false })
  expect([...after.entries.values()].every(({ sql }) => sql === null)).toBe(true)
  expect(workloadBetween(between, after).statements).toMatchObject([
    { sql: 'select "user" from "S 1"."Order"', calls: 1 },
  ])
  expect(workloadBetween(before, between).statements).toMatchObject([{ calls: 2 }])
})

test('only statements of this database are read, and utility statements without their words', async () => {
  await zoo.client.query(`set application_name = 'secret'`)
  const { statements, excluded, source } = workloadOf(await read())
  expect(source).toMatch(/^pg_stat_statements since /)
  expect(statements.every(({ sql }) => sql.includes('"Order"'))).toBe(true)
  expect(excluded).toContainEqual({ sql: 'create table …', reason: 'It is a utility statement, which has no plan.' })
  expect(JSON.stringify(excluded)).not.toContain('secret')
})

test("a role that may not see other roles' statements gets its own, and the number of hidden ones", async () => {
  const session = await zoo.connect(zoo.roles.plain)
  await session.query('begin transaction read only')
  const counters = await observeWorkload(session)
  expect(counters.hidden).toBeGreaterThan(0)
  expect(new Set([...counters.entries.values()].map(({ role }) => role))).toEqual(new Set([zoo.roles.plain]))
})

test('a database without the extension is a missing extension, and the transaction goes on', async () => {
  const session = await bare.connect()
  await session.query('begin transaction read only')
  await expect(observeWorkload(session)).rejects.toMatchObject({ name: 'PgwrightError', code: 'missing-extension' })
  await session.query('select 1')
})

test('a role without the right to read the view is told so, and the transaction goes on', async () => {
  await zoo.client.query('revoke usage on schema "S 1" from public')
  const session = await zoo.connect(zoo.roles.plain)
  await session.query('begin transaction read only')
  await expect(observeWorkload(session)).rejects.toMatchObject({ name: 'PgwrightError', code: 'permission' })
  await session.query('select 1')
})
