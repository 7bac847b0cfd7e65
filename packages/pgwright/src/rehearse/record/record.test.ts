import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import type { Books } from '../books/books.ts'
import { readBooks } from '../books/read-books.ts'
import type { LoadedMigrations } from '../read/migration-source.ts'
import { readMigrations } from '../read/read-migrations.ts'
import { commandSource } from './record-command.ts'

let snapshot: Snapshot
let books: Books
let folder: string

/** Where the tools are installed; tests of a tool that is not there are left out. */
const modules =
  process.env.PGWRIGHT_TEST_TOOLS ?? fileURLToPath(new URL('../../../../../node_modules', import.meta.url))
const has = (...names: string[]) => names.every((name) => existsSync(path.join(modules, name)))

beforeAll(async () => {
  const source = await createDatabase({
    schema: `create table orders (id int primary key, note text);
      create table knex_migrations (id serial primary key, name varchar(255), batch int, migration_time timestamptz);
      create table knex_migrations_lock (index serial primary key, is_locked int);
      insert into knex_migrations (name, batch, migration_time) values ('1_orders.js', 1, now());
      insert into knex_migrations_lock values (1, 0);
      create table pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null);
      insert into pgmigrations (name, run_on) values ('1_orders', now());
      create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null);
      insert into kysely_migration values ('1_orders', '2026-01-01T00:00:00.000Z');
      create table migrations (id serial primary key, timestamp bigint not null, name varchar not null);
      insert into migrations (timestamp, name) values (1700000000000, 'Orders1700000000000')`,
  })
  const target = parseTarget(source.url)
  snapshot = await withReader(target, (client) => observe(client, { workload: false }))
  books = await withReader(target, readBooks)
  folder = await mkdtemp(path.join(tmpdir(), 'recorded-'))
  await symlink(modules, path.join(folder, 'node_modules'))
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

async function write(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const inside = path.join(folder, name)
  await mkdir(inside)
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(inside, file), text)
  return inside
}

/** A migration a line: its transaction, and its statements with file and line. */
function told({ migrations }: LoadedMigrations): string[] {
  return migrations.map(({ transaction, statements }) => {
    const each = statements.map(
      ({ file, line, sql }) =>
        `${file === undefined ? '' : `${path.basename(file)}${line === null ? '' : `:${line}`} `}${sql}`,
    )
    return `${transaction}: ${each.join('; ').toLowerCase()}`
  })
}

async function recorded(inside: string): Promise<LoadedMigrations> {
  const result = await (await readMigrations(inside)).load({ snapshot, books })
  expect(result.stopped).toBeNull()
  return result
}

const script = (body: string) => `
  import pg from 'pg'
  const client = new pg.Client()
  await client.connect()
  try { ${body} } finally { await client.end() }`

async function ran(name: string, body: string): Promise<LoadedMigrations> {
  const inside = await write(name, { 'run.mjs': script(body) })
  return commandSource([process.execPath, path.join(inside, 'run.mjs')], [inside]).load({ snapshot, books })
}

test('a command’s statements are recorded in its transactions, with values to run but not to show', async () => {
  const result = await ran(
    'command',
    `await client.query('select pg_advisory_lock(5)')
     await client.query('begin')
     await client.query('alter table orders add total int')
     await client.query('update orders set note = $1 where id > $2', ['secret', 7])
     await client.query('commit')
     await client.query('begin'); await client.query('commit')
     await client.query('create index a on orders (note); create index b on orders (total)')
     await client.query('create index concurrently c on orders (total)')`,
  )
  expect(result.stopped).toBeNull()
  expect(told(result)).toEqual([
    'whole: run.mjs:7 alter table orders add total int; run.mjs:8 update orders set note = $1 where id > $2',
    'message: run.mjs:11 create index a on orders (note); run.mjs:11 create index b on orders (total)',
    'message: run.mjs:12 create index concurrently c on orders (total)',
  ])
  expect(result.migrations[0]?.statements[1]?.filled).toBe("update orders set note = 'secret' where id > '7'")
})

test('what a command was refused ends the recording, and it is told without values', async () => {
  const result = await ran(
    'refused',
    `await client.query('alter table orders add total int')
     await client.query("insert into orders values ('secret 1')")`,
  )
  expect(told(result)).toHaveLength(2)
  expect(result.stopped).toContain('stopped before its end, with code 1')
  expect(result.stopped).toContain('invalid input syntax')
  expect(result.stopped).not.toContain('secret 1')
})

test('a transaction that was taken back stays one', async () => {
  const result = await ran(
    'rolled-back',
    `await client.query('begin; alter table orders add total int')
     await client.query('rollback')`,
  )
  expect(told(result)).toEqual(['message: begin; run.mjs:5 alter table orders add total int; rollback'])
})

test('a command that can’t be run, fails by itself, or goes elsewhere is refused', async () => {
  const load = (...command: string[]) => commandSource(command, []).load({ snapshot, books })
  await expect(load('no-such-command')).rejects.toMatchObject({ code: 'usage' })
  await expect(load('false')).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('code 1') })
  await expect(load('true')).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('no database') })
})

test.skipIf(!has('knex'))('Knex runs what the source does not have', async () => {
  const down = 'exports.down = () => {}'
  const inside = await write('knex', {
    '1_orders.js': `exports.up = (knex) => knex.schema.createTable('orders', (t) => t.increments())\n${down}`,
    '2_total.js': `exports.up = (knex) => knex.schema.alterTable('orders', (t) => t.integer('total'))\n${down}`,
    '3_index.js': `exports.config = { transaction: false }
exports.up = (knex) => knex.raw('create index concurrently by_note on orders (note)')\n${down}`,
  })
  expect(told(await recorded(inside))).toEqual([
    'whole: 2_total.js alter table "orders" add column "total" integer',
    'message: 3_index.js:2 create index concurrently by_note on orders (note)',
  ])
})

test.skipIf(!has('node-pg-migrate'))('node-pg-migrate runs all that is pending in one transaction', async () => {
  const inside = await write('node-pg-migrate', {
    '1_orders.js': `exports.up = (pgm) => pgm.createTable('orders', { id: 'id' })`,
    '2_total.js': `exports.up = (pgm) => pgm.addColumn('orders', { total: 'integer' })`,
    '3_more.js': `exports.up = (pgm) => pgm.sql('alter table orders add more integer')`,
  })
  const result = told(await recorded(inside))
  expect(result).toHaveLength(1)
  expect(result[0]).toMatch(/^whole: 2_total.js alter table "orders"\s+add "total" integer; 3_more.js:1 alter/)
})

test.skipIf(!has('kysely'))('Kysely runs all that is pending in one transaction', async () => {
  const inside = await write('kysely', {
    '1_orders.mjs': `export const up = (db) => db.schema.createTable('orders').execute() // Kysely`,
    '2_total.mjs': `export const up = (db) => db.schema.alterTable('orders').addColumn('total', 'integer').execute()`,
    '3_more.mjs': `export const up = (db) => db.schema.alterTable('orders').addColumn('more', 'integer').execute()`,
  })
  expect(told(await recorded(inside))).toEqual([
    'whole: 2_total.mjs alter table "orders" add column "total" integer; ' +
      '3_more.mjs alter table "orders" add column "more" integer',
  ])
})

test.skipIf(!has('typeorm'))('TypeORM runs all that is pending in one transaction', async () => {
  const migration = (name: string, sql: string) =>
    `exports.${name} = class ${name} { async up(queryRunner) { await queryRunner.query('${sql}') } async down() {} }`
  const inside = await write('typeorm', {
    '1700000000000-Orders.js': migration('Orders1700000000000', 'create table orders ()'),
    '1700000000001-Total.js': migration('Total1700000000001', 'alter table orders add total integer'),
  })
  expect(told(await recorded(inside))).toEqual(['whole: 1700000000001-total.js:1 alter table orders add total integer'])
})
