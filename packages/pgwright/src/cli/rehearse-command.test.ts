import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pgwright } from '../../test/cli.ts'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { migrationSources } from './migration-sources.ts'

let folder: string
let database: TestDatabase

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rehearse-'))
  database = await createDatabase({
    schema: `create table orders (id int); create table schema_migrations (version text);
      insert into schema_migrations values ('1')`,
  })
})
afterAll(() => rm(folder, { recursive: true }))

async function rehearsed(...args: string[]) {
  const { code, stdout, stderr } = await pgwright(['rehearse', '--against', database.url, '--json', ...args])
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')])
  return JSON.parse(stdout)
}

test('migrations that the source has are left out, and it is told how many', async () => {
  const inside = path.join(folder, 'dbmate')
  await mkdir(inside)
  await writeFile(path.join(inside, '1_orders.sql'), '-- migrate:up\ncreate table orders (id int);')
  await writeFile(path.join(inside, '2_note.sql'), '-- migrate:up\nalter table orders add note text;')
  const { sources, statements } = await rehearsed('--fail-on', 'never', inside)
  expect(sources).toEqual([{ path: inside, tool: 'dbmate', applied: 1, stopped: null, notes: [] }])
  expect(statements).toMatchObject([{ file: path.join(inside, '2_note.sql'), line: 2, ok: true }])
}, 180_000)

test('a command is run on an empty copy, and the source stays as it is', async () => {
  const program = path.join(folder, 'run.cjs')
  await writeFile(
    program,
    `const { Client } = require(${JSON.stringify(createRequire(import.meta.url).resolve('pg'))})
const client = new Client(process.env.DATABASE_URL)
client.connect()
  .then(() => client.query('alter table orders add note text'))
  .then(() => client.query('update orders set note = $1', ['secret']))
  .then(() => client.end())`,
  )
  const result = await rehearsed('--fail-on', 'never', folder, '--', process.execPath, program)
  expect(result.sources).toMatchObject([{ tool: 'node', stopped: null }])
  expect(result.statements).toMatchObject([
    { file: program, line: 4, ok: true },
    { line: 5, ok: true, sql: 'update orders set note = $1' },
  ])
  expect(JSON.stringify(result)).not.toContain('secret')
  const { rows } = await database.client.query(
    `select from pg_attribute where attname = 'note' and attrelid = 'orders'::regclass`,
  )
  expect(rows).toHaveLength(0)
}, 180_000)

test('what stands after -- is the command, and something must be given', async () => {
  const argv = ['rehearse', 'db', '--', 'rails', 'db:migrate', '--trace']
  const [source] = await migrationSources(['db', 'rails', 'db:migrate', '--trace'], argv)
  expect(source).toMatchObject({ path: 'rails db:migrate', tool: 'rails' })
  await expect(migrationSources([], ['rehearse'])).rejects.toMatchObject({ code: 'usage' })
})
