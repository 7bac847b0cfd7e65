import { isTransactional, type Migration, type Piece } from '../migration.ts'
import { type ExportedFile, file, type Tool, timestamp } from '../tool.ts'
import { comments, script } from './script.ts'
import { inOwnMode, undone } from './sql.ts'

/** Flyway puts a file into a transaction, unless the settings beside it say otherwise. */
export const flyway: Tool = {
  files: (migrations) => migrations.flatMap(filesOf),
  notes: [
    'Set flyway.postgresql.transactional.lock=false: otherwise Flyway keeps a transaction open for its lock, and a concurrent build waits for that transaction for ever.',
    'Leave flyway.group at false. The undo files (U…) need an edition of Flyway that has undo; elsewhere run them from the last to the first with psql.',
    'After a failed file run: flyway repair, and migrate again.',
  ],
}

function filesOf(migration: Migration): ExportedFile[] {
  const name = `${timestamp(migration.at)}__${migration.slug}.sql`
  const { up, down } = migration
  const forward = withSettings(`V${name}`, `${comments(migration)}\n${script(inOwnMode(up))}`, up)
  return down === null ? forward : [...forward, ...withSettings(`U${name}`, undone(migration, inOwnMode(down)), down)]
}

function withSettings(name: string, text: string, pieces: readonly Piece[]): ExportedFile[] {
  const settings = [
    ...(isTransactional(pieces) ? [] : ['executeInTransaction=false']),
    ...(text.includes('${') ? ['placeholderReplacement=false'] : []),
  ]
  const own = file(name, text)
  return settings.length === 0 ? [own] : [own, file(`${name}.conf`, `${settings.join('\n')}\n`)]
}
