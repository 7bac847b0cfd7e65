import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { FileMigrationProvider, Kysely, Migrator, PostgresDialect } from 'kysely'
import pg from 'pg'
import { DataSource } from 'typeorm'
import { beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { scratchFolder } from '../../test/scratch.ts'
import { exportPlan } from './export-plan.ts'
import { catalogOf } from './testing/catalog.ts'
import { sqlRunner } from './testing/file-runners.ts'
import { hostile, hostilePlan, repairSql, schemaSql } from './testing/plan.ts'
import { compiled, linkModules } from './testing/tool-modules.ts'
import type { ToolName } from './tools.ts'

const scratch = scratchFolder()
let database: TestDatabase
let before: string
beforeEach(async () => {
  database = await createDatabase({ schema: schemaSql })
  await database.client.query(repairSql)
  before = await catalogOf(database.client, hostile.schema)
})

async function exported(to: ToolName): Promise<string> {
  await linkModules(scratch)
  const folder = path.join(scratch, to)
  await exportPlan(hostilePlan(), { to, folder })
  return folder
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const own = (name: string) => `${quoted(hostile.schema)}.${quoted(name)}`
const now = () => catalogOf(database.client, hostile.schema)

test('Kysely with its transaction refuses the migrations and changes nothing', async () => {
  const migrationFolder = await compiled(await exported('kysely'))
  const pool = new pg.Pool({ connectionString: database.url })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const provider = new FileMigrationProvider({ fs: { readdir }, path, migrationFolder })
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  await db.destroy()
  expect(error).toBeDefined()
  expect(await now()).toBe(before)
})

test('TypeORM with one transaction for all refuses the migrations and changes nothing', async () => {
  const migrations = [path.join(await compiled(await exported('typeorm')), '*.mjs')]
  const source = await new DataSource({ type: 'postgres', url: database.url, migrations, logging: false }).initialize()
  await expect(source.runMigrations()).rejects.toThrow(/transaction/)
  await source.destroy()
  expect(await now()).toBe(before)
})

test('a partition that the plan does not know fails the migration that would leave the index invalid', async () => {
  await database.client.query(
    `create table ${own('events_3')} partition of ${own('events')} for values from ('2026-03-01') to ('2026-04-01')`,
  )
  const failure = sqlRunner.up(database.url, await exported('sql'))
  await expect(failure).rejects.toThrow(/is not valid: a partition has no part of it/)
})

test('an index that has the name already is left alone, and does not pass for the one wanted', async () => {
  await database.client.query(`create index plain_idx on ${own(hostile.table.name)} (total)`)
  const there = await now()
  await expect(sqlRunner.up(database.url, await exported('sql'))).rejects.toMatchObject({ code: '42P07' })
  expect(await now()).toBe(there)
})

test('a lock that can’t be had is not waited for without end', async () => {
  const plan = hostilePlan()
  const folder = path.join(scratch, 'check')
  const changes = plan.changes.filter(({ kind }) => kind === 'add-constraint')
  await exportPlan({ ...plan, changes }, { to: 'sql', folder })
  const other = await database.connect()
  await other.query(`begin; select from ${own(hostile.table.name)}`)
  await expect(sqlRunner.up(database.url, folder)).rejects.toMatchObject({ code: '55P03' })
  await other.end()
})
