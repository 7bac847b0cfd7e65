import path from 'node:path'
import { column, rowsOf } from '../../books/books.ts'
import type { Migration } from '../../migration.ts'
import type { Folder } from '../folder.ts'
import { migrationText } from '../migration-text.ts'
import { sectionsOf } from '../sections.ts'
import { statementsOf } from '../sql-file.ts'
import { leadingVersion, requireOwnVersions } from '../versions.ts'
import { inOneTransaction } from './one-transaction.ts'
import type { FoundMigration, SqlTool } from './tool.ts'

/** How a tool marks in one file what goes forward and what goes back. */
interface Marks {
  readonly up: RegExp
  readonly down: RegExp
  transaction(text: string): Migration['transaction']
}

const dbmateMarks: Marks = {
  up: /^-- migrate:up/,
  down: /^-- migrate:down/,
  // Without a transaction it sends the section at once.
  transaction: (text) => (/^-- migrate:up.*\btransaction:\s*false/m.test(text) ? 'message' : 'whole'),
}

const gooseMarks: Marks = {
  up: /^\s*-- \+goose Up\b/i,
  down: /^\s*-- \+goose Down\b/i,
  transaction: (text) => (/^\s*-- \+goose NO TRANSACTION\b/im.test(text) ? 'each' : 'whole'),
}

const nodePgMigrateMarks: Marks = {
  up: /^\s*--[\s-]*up\s+migration/i,
  down: /^\s*--[\s-]*down\s+migration/i,
  transaction: () => 'whole',
}

export const dbmate: SqlTool = {
  name: 'dbmate',
  owns: (_folder, heads) => heads(dbmateMarks.up),
  read: (folder) => readMarked(folder, dbmateMarks),
  applied: (books) => new Set(column(rowsOf(books, 'schema_migrations'), 'version').map(withoutZeros)),
}

export const goose: SqlTool = {
  name: 'goose',
  owns: (_folder, heads) => heads(gooseMarks.up),
  read: (folder) => readMarked(folder, gooseMarks),
  applied(books) {
    // A row for each time that it went forward or back.
    const rows = [...rowsOf(books, 'goose_db_version')].sort((a, b) => Number(a.id) - Number(b.id))
    const last = new Map(rows.map((row) => [String(row.version_id), row.is_applied === 'true']))
    return new Set([...last].flatMap(([version, applied]) => (applied ? [version] : [])))
  },
}

/** Its files of SQL; it runs all that is pending in one transaction. */
export const nodePgMigrate: SqlTool = {
  name: 'node-pg-migrate',
  owns: (_folder, heads) => heads(nodePgMigrateMarks.up),
  async read(folder) {
    const found = await readMarked(folder, nodePgMigrateMarks)
    return found.map((each) => ({ ...each, id: path.basename(each.file, '.sql') }))
  },
  applied: (books) => new Set(column(rowsOf(books, 'pgmigrations'), 'name')),
  joined: inOneTransaction,
}

async function readMarked(folder: Folder, marks: Marks): Promise<FoundMigration[]> {
  const files = folder.files.filter((name) => /\.sql$/i.test(name))
  requireOwnVersions(folder.path, files, leadingVersion)
  const found = []
  for (const name of files) {
    const file = path.join(folder.path, name)
    const text = await migrationText(file)
    const wanted = (line: string) => (marks.up.test(line) ? true : marks.down.test(line) ? false : null)
    const statements = await statementsOf(file, sectionsOf(text, wanted, false))
    found.push({ id: leadingVersion(name), file, statements, transaction: marks.transaction(text) })
  }
  return found
}

function withoutZeros(version: string): string {
  return version.replace(/^0+(?=\d)/, '')
}
