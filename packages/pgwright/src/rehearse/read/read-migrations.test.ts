import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Books, BookTable } from '../books/books.ts'
import type { LoadContext } from './migration-source.ts'
import { readMigrations } from './read-migrations.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'migrations-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), text)
  }
}

function book(table: BookTable, rows: readonly Readonly<Record<string, unknown>>[]): Books {
  const texts = (row: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]))
  return [{ schema: 'public', table, rows: rows.map(texts) }]
}

/** Each migration as `file transaction: statements`. */
async function read(books: Books = [], name = ''): Promise<string[]> {
  const { tool, load } = await readMigrations(path.join(folder, name))
  const { migrations, applied } = await load({ books } as LoadContext)
  return [
    `${tool}, ${applied} applied`,
    ...migrations.map(({ file, transaction, statements }) => {
      const told = statements.map(
        (each) => `${each.file ? `${path.relative(folder, each.file)} ` : ''}${each.line} ${each.sql}`,
      )
      return `${path.relative(folder, file)} ${transaction}: ${told.join('; ')}`
    }),
  ]
}

test('plain files run in the order of their numbers, and those that go back are left out', async () => {
  await write({
    '10_b.sql': 'select 10',
    '9_a.sql': 'select 9',
    '9_a.down.sql': 'select -9',
    'U3__x.sql': 'select -3',
    'notes.md': 'no SQL',
  })
  expect(await read()).toEqual(['sql, 0 applied', '9_a.sql each: 1 select 9', '10_b.sql each: 1 select 10'])
})

test('one file that goes back is rehearsed when it is named', async () => {
  await write({ '9_a.down.sql': 'select -9' })
  expect(await read([], '9_a.down.sql')).toEqual(['sql, 0 applied', '9_a.down.sql each: 1 select -9'])
})

test('two files with one version are refused by name', async () => {
  await write({ '007_a.sql': 'select 1', '7_b.sql': 'select 1' })
  await expect(read()).rejects.toMatchObject({ code: 'bad-file', message: expect.stringMatching(/007_a.*7_b/) })
})

test('days of one month are no versions', async () => {
  await write({ '2024-01-01-a.sql': 'select 1', '2024-01-01-b.sql': 'select 1' })
  expect(await read()).toHaveLength(3)
})

test('an empty folder and one that is not there are refused', async () => {
  await expect(read()).rejects.toMatchObject({ code: 'bad-file' })
  await expect(read([], 'absent')).rejects.toMatchObject({ code: 'usage' })
})

test('Prisma sends a file as one message', async () => {
  await write({
    'migrations/migration_lock.toml': 'provider = "postgresql"',
    'migrations/20240102000000_b/migration.sql': 'select 2; select 3',
    'migrations/20240101000000_a/migration.sql': 'select 1',
  })
  const second = 'migrations/20240102000000_b/migration.sql message: 1 select 2; 1 select 3'
  const done = { migration_name: '20240101000000_a', finished_at: '2024-01-01', rolled_back_at: null }
  expect(await read()).toEqual([
    'prisma, 0 applied',
    'migrations/20240101000000_a/migration.sql message: 1 select 1',
    second,
  ])
  expect(await read(book('_prisma_migrations', [done]))).toEqual(['prisma, 1 applied', second])
  expect(await read([], 'migrations/20240102000000_b/migration.sql')).toEqual(['prisma, 0 applied', second])
})

test('Drizzle runs what its journal names in one transaction', async () => {
  const entry = (idx: number, tag: string) => ({ idx, version: '7', when: 1000 * (idx + 1), tag, breakpoints: true })
  await write({
    'meta/_journal.json': JSON.stringify({ entries: [entry(0, '0000_a'), entry(1, '0001_b'), entry(2, '0002_c')] }),
    '0000_a.sql': 'select 0;',
    '0001_b.sql': 'select 1;\n--> statement-breakpoint\nselect 2;',
    '0002_c.sql': 'select 3;',
    '0009_forgotten.sql': 'select 9;',
  })
  expect(await read(book('__drizzle_migrations', [{ created_at: 1000 }]))).toEqual([
    'drizzle, 1 applied',
    ' whole: 0001_b.sql 1 select 1; 0001_b.sql 3 select 2; 0002_c.sql 1 select 3',
  ])
  const { load } = await readMigrations(folder)
  const rows = [{ created_at: 2000, hash: createHash('sha256').update('select 0;').digest('hex') }]
  const { notes } = await load({ books: book('__drizzle_migrations', rows) } as LoadContext)
  expect(notes).toEqual([expect.stringContaining('0001_b.sql over')])
  expect((await load({ books: null } as LoadContext)).notes).toEqual([expect.stringContaining('not known')])
  await write({ 'meta/_journal.json': '{' })
  await expect(read()).rejects.toMatchObject({ code: 'bad-file' })
})

test('Flyway begins no transaction where none can be, and repeats what changed', async () => {
  await write({
    'V2__b.sql': 'create index concurrently i on t (a);',
    'V10__c.sql': 'select 10;',
    'V1.0__a.sql': 'select 1;',
    'V11__d.sql': 'alter type e add value 1; select 1',
    'V11__d.sql.conf': 'executeInTransaction=false',
    'R__views.sql': 'select 3;\nselect 4;\n',
    'R__changed.sql': 'select 5;',
    'U10__c.sql': 'select -10;',
  })
  const checksum = crc32('select 4;', crc32('select 3;')) | 0
  const rows = [
    { version: '1', success: true, script: 'V1.0__a.sql' },
    { version: null, success: true, script: 'R__views.sql', checksum },
    { version: null, success: true, script: 'R__changed.sql', checksum: 7 },
  ]
  expect(await read(book('flyway_schema_history', rows))).toEqual([
    'flyway, 2 applied',
    'V2__b.sql each: 1 create index concurrently i on t (a)',
    'V10__c.sql whole: 1 select 10',
    'V11__d.sql each: 1 alter type e add value 1; 1 select 1',
    'R__changed.sql whole: 1 select 5',
  ])
  await write({ 'below/V10.0__again.sql': 'select 1' })
  await expect(read()).rejects.toMatchObject({ message: expect.stringMatching(/V10__c.*V10\.0__again/) })
})

test('Alembic’s file has its own transactions, and its table is left out', async () => {
  await write({
    'upgrade.sql': `BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aa11

CREATE TABLE a (i int);

INSERT INTO alembic_version (version_num) VALUES ('aa11') RETURNING alembic_version.version_num;

-- Running upgrade aa11 -> bb22

ALTER TABLE a ADD j int;

UPDATE alembic_version SET version_num='bb22' WHERE alembic_version.version_num = 'aa11';

COMMIT;
`,
  })
  const both = '10 CREATE TABLE a (i int); 16 ALTER TABLE a ADD j int'
  expect(await read()).toEqual(['alembic, 0 applied', `upgrade.sql whole: ${both}`])
  expect(await read(book('alembic_version', [{ version_num: 'aa11' }]))).toEqual([
    'alembic, 1 applied',
    'upgrade.sql whole: 16 ALTER TABLE a ADD j int',
  ])
})

test('dbmate and goose mark what goes forward', async () => {
  await write({
    '1_a.sql': '-- migrate:up transaction:false\nselect 1;\n-- migrate:down\nselect -1;',
    '2_b.sql': '-- migrate:up\n\nselect 2;\n-- migrate:down\nselect -2;',
  })
  expect(await read()).toEqual(['dbmate, 0 applied', '1_a.sql message: 2 select 1', '2_b.sql whole: 3 select 2'])
  expect(await read(book('schema_migrations', [{ version: '1' }]), '')).toHaveLength(2)
  await write({
    '1_a.sql': '-- +goose Up\n-- +goose StatementBegin\nselect 1;\n-- +goose StatementEnd\n-- +goose Down\nselect -1;',
    '2_b.sql': '-- +goose NO TRANSACTION\n-- +goose Up\nselect 2;',
  })
  const rows = [
    { id: 1, version_id: 1, is_applied: true },
    { id: 2, version_id: 1, is_applied: false },
    { id: 3, version_id: 2, is_applied: true },
  ]
  expect(await read(book('goose_db_version', rows))).toEqual(['goose, 1 applied', '1_a.sql whole: 3 select 1'])
})

test('node-pg-migrate runs its files of SQL in one transaction', async () => {
  await write({
    '1_a.sql': '-- Up Migration\nselect 1;\n-- Down Migration\nselect -1;',
    '2_b.sql': '-- Up Migration\nselect 2;\n-- Down Migration\nselect -2;',
  })
  expect(await read()).toEqual(['node-pg-migrate, 0 applied', ' whole: 1_a.sql 2 select 1; 2_b.sql 2 select 2'])
  expect(await read(book('pgmigrations', [{ name: '1_a' }]))).toEqual([
    'node-pg-migrate, 1 applied',
    ' whole: 2_b.sql 2 select 2',
  ])
})

test('programs of a tool that is not known or not installed, and a single one, are refused', async () => {
  await write({ 'a.rb': 'class A', 'b/1_b.js': 'exports.up = (knex) => {}' })
  await expect(read()).rejects.toMatchObject({ code: 'unsupported', hint: expect.stringContaining('-- COMMAND') })
  await expect(read([], 'b')).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('knex') })
  await expect(read([], 'b/1_b.js')).rejects.toMatchObject({ code: 'bad-file' })
})

test('golang-migrate sends a file as one message, sqlx in a transaction', async () => {
  await write({ '1_a.up.sql': 'select 1; select 2', '1_a.down.sql': 'select -1', '2_b.up.sql': 'select 3' })
  const second = '2_b.up.sql message: 1 select 3'
  expect(await read()).toEqual(['golang-migrate, 0 applied', '1_a.up.sql message: 1 select 1; 1 select 2', second])
  expect(await read(book('schema_migrations', [{ version: 1, dirty: false }]))).toEqual([
    'golang-migrate, 1 applied',
    second,
  ])
  await write({ 'Cargo.toml': '', '2_b.up.sql': '-- no-transaction\nselect 3' })
  expect(await read()).toEqual([
    'sqlx, 0 applied',
    '1_a.up.sql whole: 1 select 1; 1 select 2',
    '2_b.up.sql message: 2 select 3',
  ])
})

test('Diesel runs folders in the order of their versions, each in a transaction but where it says otherwise', async () => {
  await write({
    '2024-01-02-000000_b/up.sql': 'select 2',
    '2024-01-02-000000_b/down.sql': 'select -2',
    '2024-01-02-000000_b/metadata.toml': 'run_in_transaction = false',
    '2023-12-31-000000_a/up.sql': 'select 1',
    '00000000000000_diesel_initial_setup/up.sql': 'select 0',
  })
  const books = book('__diesel_schema_migrations', [{ version: '00000000000000', run_on: 'then' }])
  expect(await read(books)).toEqual([
    'diesel, 1 applied',
    '2023-12-31-000000_a/up.sql whole: 1 select 1',
    '2024-01-02-000000_b/up.sql message: 1 select 2',
  ])
})

test('two folders of Diesel with one version are refused, both named', async () => {
  await write({ '2024-01-02-000000_a/up.sql': 'select 1', '20240102000000_b/up.sql': 'select 2' })
  await expect(read()).rejects.toMatchObject({ code: 'bad-file', message: expect.stringMatching(/_a.*_b|_b.*_a/) })
})
