import { PgwrightError } from '../../model/index.ts'
import { type Migration, noWayBack, oneByOne, type Piece, withLockTimeout } from '../migration.ts'
import { javascriptText } from '../quote-text.ts'
import { type ExportedFile, file, type Tool, timestamp } from '../tool.ts'
import { comments } from './script.ts'

/**
 * Each file leaves Knex's transaction and has its own, for Knex runs all that is pending in one where no file says
 * otherwise. CommonJS by its ending, whatever the project's package.json says.
 */
export const knex: Tool = {
  files: (migrations) => migrations.map(fileOf),
  notes: ['Run them with: knex migrate:latest. Back with: knex migrate:down, or migrate:rollback for the whole batch.'],
}

function fileOf(migration: Migration): ExportedFile {
  const { at, slug, up, down } = migration
  const text = `${comments(migration, '//')}
exports.config = { transaction: false }

exports.up = ${method(up)}

exports.down = ${down === null ? `async () => {\n  throw new Error(${javascriptText(noWayBack)})\n}` : method(down)}
`
  return file(`${timestamp(at)}_${slug}.cjs`, text)
}

function method(pieces: readonly Piece[]): string {
  return pieces.length === 0 ? 'async () => {}' : `async (knex) => {\n${pieces.map(lines).join('')}}`
}

function lines(piece: Piece): string {
  if (!piece.transactional) return oneByOne(piece).map(raw('  await knex')).join('')
  const inside = withLockTimeout(piece).map(raw('    await transaction')).join('')
  return `  await knex.transaction(async (transaction) => {\n${inside}  })\n`
}

function raw(start: string): (statement: string) => string {
  return (statement) => `${start}.raw(${javascriptText(withoutBindings(statement))})\n`
}

/** A question mark is a value to be filled in, unless a backslash is before it. */
function withoutBindings(statement: string): string {
  if (!/\\\?/.test(statement)) return statement.replaceAll('?', '\\?')
  throw new PgwrightError(
    'unsupported',
    'A statement of the plan has a backslash before a question mark, which Knex has no way to write.',
    'Export the plan for another tool, or with --to sql.',
  )
}
