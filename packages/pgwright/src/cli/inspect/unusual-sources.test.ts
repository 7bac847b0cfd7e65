import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Check, readsRows, selectChecks } from '../../diagnose/index.ts'
import type { InspectResult } from '../../model/index.ts'
import { connectWriter, type EmbeddedServer, parseTarget, startServer } from '../../postgres/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { type Inspected, inspectSource } from './inspect-source.ts'

const hostile = `a "b''; $1 \\ %s:é 世界`
const twice =
  'create table twice (id int primary key, x int); create index one on twice (x); create index two on twice (x)'
const nothing = () => {}

/** Its own: nobody else's session survives a crash, and nobody can copy template1 while it is looked at. */
let server: EmbeddedServer

beforeAll(async () => {
  server = await startServer({ name: 'test-unusual' })
  await run('postgres', `create database ${quoteIdentifier(hostile)}`)
  await run(hostile, 'create extension pg_stat_statements')
  await run(hostile, twice)
}, 60_000)
afterAll(() => server?.stop())

async function run(database: string, sql: string): Promise<void> {
  const client = await connectWriter(parseTarget(server.url(database)))
  await client.query(sql).finally(() => client.end())
}

function seenBy({ findings, passed, skipped }: Inspected): string[] {
  return [...new Set([...[...findings, ...skipped].map(({ checkId }) => checkId), ...passed])].sort()
}

function notUnderstood({ skipped }: Pick<InspectResult, 'skipped'>) {
  return skipped.filter(({ reason }) => /understand|refuses|SQLSTATE/.test(reason))
}

const idsOf = (checks: readonly Check[]) => checks.map(({ id }) => id).sort()

test('goes on with the checks that are left when the server crashes and starts again', async () => {
  const checks = selectChecks({}).filter(readsRows)
  const victim = await connectWriter(parseTarget(server.url()))
  const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid')
  let killed = false
  const inspected = await inspectSource(server.url(hostile), checks, (_, share) => {
    if (killed || share === null || share < 0.3) return
    killed = true
    for (const { pid } of rows) process.kill(pid, 'SIGKILL')
  })
  await victim.end().catch(nothing)
  expect(seenBy(inspected)).toEqual(idsOf(checks))
  expect(inspected.skipped.filter(({ reason }) => /connection (failed|was|could)|lost/.test(reason))).toEqual([])
  expect(inspected.findings.map(({ object }) => object)).toContain('public.two')
}, 60_000)

test('inspects a database with a hostile name, and tells of it by that name', async () => {
  const checks = selectChecks({})
  const inspected = await inspectSource(server.url(hostile), checks, nothing)
  expect(seenBy(inspected)).toEqual(idsOf(checks))
  expect(inspected.source.database).toBe(hostile)
  expect(notUnderstood(inspected)).toEqual([])
}, 60_000)

test('inspects template1, in which nothing is of a user', async () => {
  const checks = selectChecks({ only: ['schema', 'tables', 'indexes', 'vacuum'] }).filter(readsRows)
  const inspected = await inspectSource(server.url('template1'), checks, nothing)
  expect(inspected.findings).toEqual([])
  expect(notUnderstood(inspected)).toEqual([])
})

test('reads what an old version of pg_stat_statements tells, and says what it would need for the rest', async () => {
  await run('postgres', 'create database old')
  await run('old', twice)
  await run('old', `create extension pg_stat_statements version '1.4'; select pg_stat_statements_reset()`)
  const client = await connectWriter(parseTarget(server.url('old')))
  for (let call = 0; call < 20; call++)
    await client.query('select id from twice where x = $1 order by random()', [call])
  await client.end()
  const checks = selectChecks({ only: ['queries', 'extension-outdated'] })
  const inspected = await inspectSource(server.url('old'), checks, nothing)
  expect(notUnderstood(inspected)).toEqual([])
  expect(inspected.skipped).toContainEqual({
    checkId: 'dominating-statement',
    reason: 'pg_stat_statements 1.4 does not tell what it reads; 1.8 does: alter extension pg_stat_statements update.',
  })
  expect(inspected.findings.map(({ checkId }) => checkId)).toEqual(expect.arrayContaining(['extension-outdated']))
  expect(inspected.passed).toContain('cartesian-product')
}, 60_000)
