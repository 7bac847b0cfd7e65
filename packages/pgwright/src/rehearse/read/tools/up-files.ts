import path from 'node:path'
import { column, rowsOf } from '../../books/books.ts'
import type { Migration } from '../../migration.ts'
import { type Folder, liesAbove } from '../folder.ts'
import { migrationText } from '../migration-text.ts'
import { statementsOf } from '../sql-file.ts'
import { leadingVersion, requireOwnVersions } from '../versions.ts'
import { isForward } from './plain.ts'
import type { FoundMigration, SqlTool } from './tool.ts'

const up = /^\d+_.*\.up\.sql$/
const numbered = /^\d+_.*\.sql$/

/** golang-migrate sends each file as one message. */
export const golangMigrate: SqlTool = {
  name: 'golang-migrate',
  owns: ({ files }) => files.some((name) => up.test(name)),
  read: (folder) =>
    readNumbered(
      folder,
      (name) => up.test(name),
      () => 'message',
    ),
  // It knows only the last one.
  applied(books, found) {
    const last = column(rowsOf(books, 'schema_migrations'), 'version').map(BigInt).at(-1)
    return new Set(found.flatMap(({ id }) => (id !== null && last !== undefined && BigInt(id) <= last ? [id] : [])))
  },
}

/** sqlx, of Rust: a transaction for each file, but where its first line says so. */
export const sqlx: SqlTool = {
  name: 'sqlx',
  owns: async (folder) => folder.files.some((name) => numbered.test(name)) && liesAbove(folder.path, 'Cargo.toml'),
  read: (folder) =>
    readNumbered(
      folder,
      (name) => numbered.test(name) && isForward(name),
      (text) => (text.startsWith('-- no-transaction') ? 'message' : 'whole'),
    ),
  applied(books) {
    const done = rowsOf(books, '_sqlx_migrations').filter((row) => row.success === 'true')
    return new Set(column(done, 'version'))
  },
}

async function readNumbered(
  folder: Folder,
  wanted: (name: string) => boolean,
  transaction: (text: string) => Migration['transaction'],
): Promise<FoundMigration[]> {
  const files = folder.files.filter(wanted)
  requireOwnVersions(folder.path, files, leadingVersion)
  const found = []
  for (const name of files) {
    const file = path.join(folder.path, name)
    const text = await migrationText(file)
    found.push({
      id: leadingVersion(name),
      file,
      statements: await statementsOf(file, text),
      transaction: transaction(text),
    })
  }
  return found
}
