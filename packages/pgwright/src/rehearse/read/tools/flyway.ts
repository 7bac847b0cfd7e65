import { existsSync } from 'node:fs'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { rowsOf } from '../../books/books.ts'
import type { Migration, MigrationStatement } from '../../migration.ts'
import { type Folder, naturalOrder, openFolder } from '../folder.ts'
import { migrationText } from '../migration-text.ts'
import { statementsOf } from '../sql-file.ts'
import { requireOwnVersions } from '../versions.ts'
import type { FoundMigration, SqlTool } from './tool.ts'

const versioned = /^V(\d+(?:[._]\d+)*)__.*\.sql$/
const repeatable = /^R__.*\.sql$/

/** Flyway runs versions in their order, each file in a transaction, and repeatable ones after them. */
export const flyway: SqlTool = {
  name: 'flyway',
  owns: ({ files }) => files.some((name) => versioned.test(name) || repeatable.test(name)),
  async read(folder) {
    const files = await filesBelow(folder)
    const ordered = files
      .filter((file) => versioned.test(path.basename(file)))
      .sort((a, b) => naturalOrder(versionOf(a) ?? '', versionOf(b) ?? ''))
    requireOwnVersions(folder.path, ordered, versionOf)
    const last = files
      .filter((file) => repeatable.test(path.basename(file)))
      .sort((a, b) => (path.basename(a) < path.basename(b) ? -1 : 1))
    const found = []
    for (const file of [...ordered, ...last]) found.push(await migrationOf(file))
    return found
  },
  applied(books) {
    const done = rowsOf(books, 'flyway_schema_history').filter((row) => row.success === 'true')
    // Of a repeatable one the last run counts: it runs again once its text is another.
    const repeated = new Map(done.flatMap((row) => (row.version ? [] : [[row.script, row.checksum]])))
    return new Set([
      ...done.flatMap((row) => (row.version ? [normalVersion(row.version)] : [])),
      ...[...repeated].map(([script, checksum]) => `${path.basename(String(script))} ${checksum}`),
    ])
  },
}

function versionOf(file: string): string | null {
  const [, version] = versioned.exec(path.basename(file)) ?? []
  return version === undefined ? null : normalVersion(version)
}

/** `01_2.0` is `1.2`. */
function normalVersion(version: string): string {
  const parts = version.split(/[._]/).map((part) => (/^\d+$/.test(part) ? BigInt(part).toString() : part))
  while (parts.length > 1 && parts.at(-1) === '0') parts.pop()
  return parts.join('.')
}

async function filesBelow(folder: Folder): Promise<string[]> {
  const files = folder.files.map((name) => path.join(folder.path, name))
  for (const name of folder.folders) files.push(...(await filesBelow(await openFolder(path.join(folder.path, name)))))
  return files
}

async function migrationOf(file: string): Promise<FoundMigration> {
  const text = await migrationText(file)
  const statements = (await statementsOf(file, text)).map(withPlaceholders)
  const id = versionOf(file) ?? `${path.basename(file)} ${checksumOf(text)}`
  return { id, file, statements, transaction: await transactionOf(file, statements) }
}

function withPlaceholders(statement: MigrationStatement): MigrationStatement {
  if (!/\$\{[\w:.]+\}/.test(statement.sql)) return statement
  return { ...statement, notRehearsed: 'It has placeholders of Flyway, which are not filled in here.' }
}

/**
 * It begins no transaction where all statements are such that PostgreSQL lets run in none. Where only some are, it
 * refuses the file, as PostgreSQL does those in a transaction.
 */
async function transactionOf(
  file: string,
  statements: readonly MigrationStatement[],
): Promise<Migration['transaction']> {
  const settings = existsSync(`${file}.conf`) ? await migrationText(`${file}.conf`) : ''
  if (/^\s*executeInTransaction\s*=\s*false/im.test(settings)) return 'each'
  const outside = statements.filter(({ sql }) => outsideOnly.test(sql.replaceAll(/\s+/g, ' ')))
  return statements.length > 0 && outside.length === statements.length ? 'each' : 'whole'
}

const outsideOnly =
  /^((create|drop) (database|tablespace|subscription)|alter system|(create|drop)( unique)? index concurrently|reindex( \(?verbose\)?)? (schema|database|system)|vacuum|discard all)\b/i

/** Flyway's: of all lines without what ends them. */
function checksumOf(text: string): number {
  const lines = text.split(/\r\n|\r|\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines.reduce((sum, line) => crc32(line, sum), 0) | 0
}
