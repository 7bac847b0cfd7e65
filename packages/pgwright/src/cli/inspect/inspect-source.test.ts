import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { findCheck, selectChecks } from '../../diagnose/index.ts'
import { observe, writeSnapshot } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { inspectSource } from './inspect-source.ts'

let database: TestDatabase
const nothing = () => {}

beforeAll(async () => {
  database = await createDatabase({
    schema: `
      create table twice (id int primary key, x int);
      create index one on twice (x);
      create index two on twice (x)`,
  })
})

/** Runs `once` when the inspection is under way. */
function underWay(once: () => Promise<unknown>) {
  let begun: Promise<unknown> | undefined
  return {
    onProgress: (_: string, share: number | null) => {
      if (share !== null && share > 0.2) begun ??= once()
    },
    done: () => begun,
  }
}

test('goes on with the checks that are left when its session is ended', async () => {
  const interruption = underWay(() =>
    database.client.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    ),
  )
  const checks = selectChecks({ only: ['schema', 'indexes', 'tables', 'security'] })
  const { findings, passed, skipped } = await inspectSource(database.url, checks, interruption.onProgress)
  await interruption.done()
  expect(findings.map(({ object }) => object)).toContain('public.two')
  const seen = new Set([...findings.map(({ checkId }) => checkId), ...passed, ...skipped.map(({ checkId }) => checkId)])
  expect([...seen].sort()).toEqual(checks.map(({ id }) => id).sort())
  expect(skipped.filter(({ reason }) => reason.includes('connection'))).toEqual([])
})

test('skips with the reason what it loses the right to in the middle', async () => {
  const { client, password } = database
  await client.query(`create role fleeting login password '${password}'; grant pg_monitor to fleeting`)
  const interruption = underWay(() => client.query('revoke pg_monitor from fleeting'))
  try {
    const result = await inspectSource(database.urlAs('fleeting'), selectChecks({}), interruption.onProgress)
    await interruption.done()
    expect(result.skipped.every(({ reason }) => reason.length > 0)).toBe(true)
    // What it saw of others' sessions afterwards was nothing, which is not the same as that there is nothing.
    expect(result.passed.filter((id) => findCheck(id).needs?.right !== undefined)).toEqual([])
  } finally {
    await client.query('drop role fleeting')
  }
})

test('inspects a snapshot through its twin, and skips what needs the server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pgwright-inspect-'))
  try {
    const file = join(folder, 'shop.json')
    const snapshot = await withReader(parseTarget(database.url), (client) => observe(client))
    await writeFile(file, await writeSnapshot(snapshot))
    const { findings, skipped, cost } = await inspectSource(file, selectChecks({ only: ['indexes'] }), nothing)
    expect(findings.map(({ checkId, object }) => `${checkId} ${object}`)).toContain('duplicate-index public.two')
    expect(skipped.map(({ checkId }) => checkId)).toContain('invalid-index')
    expect(cost.queries).toBe(0)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('has something to say of an empty database too', async () => {
  const empty = await createDatabase()
  const { findings, passed } = await inspectSource(
    empty.url,
    selectChecks({ only: ['schema', 'tables', 'indexes'] }),
    nothing,
  )
  expect(findings).toEqual([])
  expect(passed.length).toBeGreaterThan(5)
})

test('holds the pools that the project declares against the server, and skips that where there are none', async () => {
  const checks = selectChecks({ only: ['pool-beyond-server'] })
  const pools = [{ application: 'api', size: 50, instances: 100 }]
  const { findings } = await inspectSource(database.url, checks, nothing, { asker: null, pools })
  expect(findings.map(({ object }) => object)).toEqual(['max_connections'])
  const { skipped } = await inspectSource(database.url, checks, nothing)
  expect(skipped).toEqual([{ checkId: 'pool-beyond-server', reason: expect.stringContaining('No pools are declared') }])
})
