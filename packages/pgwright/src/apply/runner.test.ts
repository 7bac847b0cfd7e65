import { beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { planOf } from '../../test/plan.ts'
import { quoteIdentifier } from '../sql/index.ts'
import { applyPlan, planStatements, rollbackRun } from './index.ts'
import type { Connect } from './runner.ts'
import { catalogText, connector, createIndex, dropIndex } from './testing/plan.ts'

const on = { schema: 'public', table: 't' }
const build = createIndex(on, 'by_a', 'create index concurrently by_a on public.t using gist (a gist_int4_ops)')

let database: TestDatabase
let connect: Connect

beforeEach(async () => {
  database = await createDatabase({
    schema: `create extension btree_gist; create table t (id int primary key, a int, b text);
      insert into t select i, i, i from generate_series(1, 100) as i; create index old on t (b)`,
  })
  connect = connector(database.url)
})

test('time limits that the database gives to its sessions do not end a build', async () => {
  const names = ['statement_timeout', 'idle_session_timeout', 'idle_in_transaction_session_timeout']
  const { rows } = await database.client.query(`select from pg_settings where name = 'transaction_timeout'`)
  if (rows.length > 0) names.push('transaction_timeout')
  const reader = await connect()
  await reader.query('begin; insert into t values (-1)')
  for (const name of names) {
    await database.client.query(`alter database ${quoteIdentifier(database.name)} set ${name} = '100ms'`)
  }
  let waited = false
  const run = await applyPlan(connect, planOf(build), {
    onProgress: (event) => {
      if (event.kind !== 'waiting' || waited) return
      waited = true
      setTimeout(() => reader.query('rollback'), 300)
    },
  })
  await reader.end()
  expect(waited).toBe(true)
  expect(run.state).toBe('done')
})

test('exactly what a dry run shows is run, in its order, and an event trigger finds the table that it writes to', async () => {
  await database.client.query(`create table ddl_log (position int generated always as identity, statement text);
    create function log_ddl() returns event_trigger language plpgsql as $$
      begin insert into ddl_log (statement) values (current_query()); end $$;
    create event trigger log_ddl on ddl_command_end execute function log_ddl()`)
  const before = await catalogText(database)
  const plan = planOf(dropIndex(on, 'old'), build)
  const run = await applyPlan(connect, plan)
  const { rows } = await database.client.query<{ statement: string }>('select statement from ddl_log order by position')
  const ran = rows.map(({ statement }) => statement).filter((statement) => !statement.includes('pgwright.run'))
  expect(ran).toEqual(planStatements(plan).filter((statement) => !statement.startsWith('--')))
  await rollbackRun(connect, run.id)
  expect(await catalogText(database)).toBe(before)
})

test('a function in an index may use names that only the search path of the role makes known', async ({ skip }) => {
  await database.client.query(`create function twice(text) returns text language sql immutable as 'select $1 || $1';
    create function hidden(t text) returns text language plpgsql immutable as 'begin return twice(t); end'`)
  await database.client
    .query('create index by_hidden on t (hidden(b))')
    .catch(() => skip('since 17, PostgreSQL builds indexes with a search path of its own, and there is no such index'))
  const before = await catalogText(database)
  const run = await applyPlan(connect, planOf(dropIndex(on, 'by_hidden')))
  await rollbackRun(connect, run.id)
  expect(await catalogText(database)).toBe(before)
})
