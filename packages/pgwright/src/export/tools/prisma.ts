import { lockTimeout, type Migration, noWayBack, type Piece } from '../migration.ts'
import { type ExportedFile, file, type Tool, timestamp } from '../tool.ts'
import { comments, script } from './script.ts'

/**
 * Prisma sends a file as one message, which PostgreSQL puts into a transaction where it has several statements; newer
 * releases cut some files, so that what a file sets is set for the session and set back.
 */
export const prisma: Tool = {
  files: (migrations) => [
    { path: 'migration_lock.toml', text: 'provider = "postgresql"\n', ifOther: 'keep' },
    ...migrations.flatMap(filesOf),
  ],
  notes: [
    'Run them with: prisma migrate deploy. Prisma has no way down: run the down files of a folder in order with prisma db execute --file, then: prisma migrate resolve --rolled-back.',
    'A concurrent build is alone in its file, so that nothing can be done there about an invalid index that an earlier try left: it fails over it. Drop it with drop index concurrently, say: prisma migrate resolve --rolled-back, and deploy again.',
    'prisma migrate dev takes an index that schema.prisma does not name for drift: name it there as well (@@index with map).',
  ],
}

function filesOf(migration: Migration): ExportedFile[] {
  const { at, slug, up, down, takenBackBy } = migration
  const folder = `${timestamp(at)}_${slug}`
  const head = comments(migration)
  const forward = file(`${folder}/migration.sql`, up.map((piece) => `${head}\n${message(piece)}`).join(''))
  if (down === null) return [forward, file(`${folder}/down.sql`, `-- ${noWayBack}\n`)]
  if (takenBackBy !== null) return [forward]
  const back = down.flatMap(messages)
  return [forward, ...back.map((text, i) => file(`${folder}/down${back.length === 1 ? '' : `_${i + 1}`}.sql`, text))]
}

/** What is in no transaction has to be alone. */
function messages(piece: Piece): string[] {
  const { transactional, leftover, statements } = piece
  if (transactional) return [message(piece)]
  return [...(leftover === null ? [] : [leftover]), ...statements].map((statement) => script([statement]))
}

function message({ transactional, statements }: Piece): string {
  if (!transactional) return script(statements)
  return script([`set lock_timeout = '${lockTimeout}'`, ...statements, 'reset lock_timeout'])
}
