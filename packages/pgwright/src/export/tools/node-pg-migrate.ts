import { type Migration, noWayBack, oneByOne, type Piece, withLockTimeout } from '../migration.ts'
import { javascriptText, oneLine } from '../quote-text.ts'
import { type ExportedFile, file, type Tool } from '../tool.ts'
import { comments } from './script.ts'

/**
 * Each file leaves node-pg-migrate's transaction, which is one of all that is pending unless it is told otherwise, and
 * has its own. CommonJS by its ending, whatever the project's package.json says.
 */
export const nodePgMigrate: Tool = {
  files: (migrations) => migrations.map(fileOf),
  notes: ['Run them with: node-pg-migrate up. Back with: node-pg-migrate down, once for each file.'],
}

function fileOf(migration: Migration): ExportedFile {
  const { at, slug, up, down } = migration
  // The tool itself refuses to go down where this is false.
  const back = down === null ? `// ${oneLine(noWayBack)}\nexports.down = false` : `exports.down = ${method(down)}`
  const text = `${comments(migration, '//')}
exports.up = ${method(up)}

${back}
`
  return file(`${at.getTime()}_${slug}.cjs`, text)
}

function method(pieces: readonly Piece[]): string {
  const statements = pieces.flatMap((piece) =>
    piece.transactional ? ['begin', ...withLockTimeout(piece), 'commit'] : oneByOne(piece),
  )
  const lines = statements.map((statement) => `  pgm.sql(${javascriptText(statement)})\n`)
  return `(pgm) => {\n  pgm.noTransaction()\n${lines.join('')}}`
}
