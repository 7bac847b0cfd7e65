import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { PgwrightError } from '../../model/index.ts'
import { type Migration, noWayBack, oneByOne, type Piece, withLockTimeout } from '../migration.ts'
import { pythonText } from '../quote-text.ts'
import { type ExportedFile, file, type Tool } from '../tool.ts'
import { comments } from './script.ts'

/** Alembic keeps its revisions as a chain; these are put at its end. */
export const alembic: Tool = {
  async files(migrations, folder) {
    let before = await headOf(folder, migrations)
    return migrations.map((migration) => {
      const made = fileOf(migration, before)
      before = migration.id
      return made
    })
  },
  notes: [
    'The folder is the one with the revisions, usually versions. Run them with: alembic upgrade head; back with: alembic downgrade -1, once for each.',
    'Each ends the transaction in which Alembic ran the revisions before it: those stay applied if it fails.',
  ],
}

function fileOf(migration: Migration, before: string | null): ExportedFile {
  const { id, at, slug, up, down } = migration
  const text = `${comments(migration, '#')}
# Revision ID: ${id}
# Revises: ${before ?? ''}
# Create Date: ${at.toISOString()}
from alembic import op

revision = "${id}"
down_revision = ${before === null ? 'None' : pythonText(before)}
branch_labels = None
depends_on = None


def upgrade():
${body(up)}

def downgrade():
${down === null ? `    raise NotImplementedError(${pythonText(noWayBack)})\n` : body(down)}`
  return file(`${id}_${slug}.py`, text)
}

function body(pieces: readonly Piece[]): string {
  if (pieces.length === 0) return '    pass\n'
  const outside = '    with op.get_context().autocommit_block():\n'
  return pieces
    .map((piece) => {
      if (!piece.transactional) return `${outside}${oneByOne(piece).map(execute('        ')).join('')}`
      const end = '    # Ends the transaction so far: its locks must not last until this is done as well.\n'
      return `${end}${outside}        pass\n${withLockTimeout(piece).map(execute('    ')).join('')}`
    })
    .join('')
}

function execute(indent: string): (statement: string) => string {
  return (statement) => `${indent}op.execute(${pythonText(withoutParameters(statement))})\n`
}

/** SQLAlchemy takes `:name` for a parameter, unless a backslash is before it, which it takes away. */
function withoutParameters(statement: string): string {
  return statement.replaceAll(/(?<!:):(?!:)/g, '\\:')
}

/**
 * The revision that the first of ours follows: what it followed when it was exported before, else the last of those that
 * are there.
 *
 * @throws PgwrightError `usage` where there are several ends
 */
async function headOf(folder: string, migrations: readonly Migration[]): Promise<string | null> {
  const ours = new Set(migrations.map(({ id }) => id))
  const revisions = await revisionsIn(folder)
  const first = revisions.find(({ id }) => id === migrations[0]?.id)
  if (first !== undefined) return first.follows[0] ?? null
  const followed = new Set(revisions.flatMap(({ follows }) => follows))
  const [head, ...others] = revisions.filter(({ id }) => !ours.has(id) && !followed.has(id))
  if (others.length === 0) return head?.id ?? null
  throw new PgwrightError(
    'usage',
    `The revisions in ${folder} have several heads, and it is not known which these are to follow.`,
    'Merge them first: alembic merge heads.',
  )
}

interface Revision {
  readonly id: string
  readonly follows: readonly string[]
}

async function revisionsIn(folder: string): Promise<Revision[]> {
  if (!existsSync(folder)) return []
  const names = (await readdir(folder)).filter((name) => name.endsWith('.py')).sort()
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))
  return texts.flatMap((text) => {
    const id = assigned(text, 'revision')[0]
    return id === undefined ? [] : [{ id, follows: assigned(text, 'down_revision') }]
  })
}

/** The strings that a variable is given, in a tuple over several lines as well. */
function assigned(text: string, variable: string): string[] {
  const [, value = ''] = new RegExp(`^${variable}\\b[^=\\n]*=\\s*(\\([^)]*\\)|[^\\n]*)`, 'm').exec(text) ?? []
  return [...value.replaceAll(/#.*/g, '').matchAll(/(["'])([^"']+)\1/g)].map(([, , id = '']) => id)
}
