import { type Migration, noWayBack, oneByOne, type Piece, withLockTimeout } from '../migration.ts'
import { javascriptText } from '../quote-text.ts'
import { type ExportedFile, file, type Tool, timestamp } from '../tool.ts'
import { comments } from './script.ts'

/** Kysely puts all that is pending into one transaction, or nothing: each file has its own, and refuses to be in one. */
export const kysely: Tool = {
  files: (migrations) => migrations.map(fileOf),
  notes: [
    'Run them with transactions disabled, new Migrator({ …, disableTransactions: true }): Kysely has no switch for a single migration. With transactions they fail and change nothing.',
    "Run one migrator at a time: without transactions Kysely's own lock is let go at once.",
  ],
}

function fileOf(migration: Migration): ExportedFile {
  const { at, slug, up, down } = migration
  const text = `${comments(migration, '//')}
import { type Kysely, sql } from 'kysely'

${method('up', up)}
${down === null ? `export async function down(): Promise<void> {\n  throw new Error(${javascriptText(noWayBack)})\n}\n` : method('down', down)}`
  return file(`${timestamp(at)}_${slug}.ts`, text)
}

function method(name: 'up' | 'down', pieces: readonly Piece[]): string {
  if (pieces.length === 0) return `export async function ${name}(): Promise<void> {}\n`
  return `export async function ${name}(db: Kysely<unknown>): Promise<void> {\n${pieces.map(lines).join('')}}\n`
}

function lines(piece: Piece): string {
  if (!piece.transactional) return oneByOne(piece).map(raw('  ', 'db')).join('')
  const inside = withLockTimeout(piece).map(raw('    ', 'transaction')).join('')
  return `  await db.transaction().execute(async (transaction) => {\n${inside}  })\n`
}

function raw(indent: string, on: string): (statement: string) => string {
  return (statement) => `${indent}await sql.raw(${javascriptText(statement)}).execute(${on})\n`
}
