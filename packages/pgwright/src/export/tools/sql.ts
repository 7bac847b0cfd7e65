import { isTransactional, type Migration, noWayBack, oneByOne, type Piece, withLockTimeout } from '../migration.ts'
import { file, type Tool, timestamp } from '../tool.ts'
import { comments, script } from './script.ts'

/** Files that psql runs one after the other, each with its own transactions. */
export const sql: Tool = {
  files: (migrations) =>
    migrations.flatMap((migration) => {
      const name = `${timestamp(migration.at)}_${migration.slug}`
      const { up, down } = migration
      return [
        file(`${name}.sql`, `${comments(migration)}\n${script(up.flatMap(inPsql))}`),
        file(`${name}.down.sql`, down === null ? `-- ${noWayBack}\n` : undone(migration, down.flatMap(inPsql))),
      ]
    }),
  notes: [
    'Run each file in order with: psql -X -v ON_ERROR_STOP=1 -f FILE. Not with --single-transaction: they have their own.',
    'The way back is the .down.sql files from the last to the first.',
  ],
}

/** The statements of a piece where nothing else begins or ends transactions. */
function inPsql(piece: Piece): string[] {
  return piece.transactional ? ['begin', ...withLockTimeout(piece), 'commit'] : oneByOne(piece)
}

export function undone({ title, takenBackBy }: Migration, statements: readonly string[]): string {
  const head = takenBackBy === null ? `-- Takes back: ${title}` : `-- Taken back by ${takenBackBy}.`
  return `${head}\n${script(statements)}`
}

/** The statements of pieces for a tool that puts a file into a transaction, unless it is told otherwise. */
export function inOwnMode(pieces: readonly Piece[]): string[] {
  return isTransactional(pieces) ? pieces.flatMap(withLockTimeout) : pieces.flatMap(inPsql)
}
