import path from 'node:path'
import { isBookkeeping } from '../../books/bookkeeping.ts'
import { column, rowsOf } from '../../books/books.ts'
import type { MigrationStatement } from '../../migration.ts'
import { migrationText } from '../migration-text.ts'
import { statementsOf } from '../sql-file.ts'
import { unwrapped } from '../unwrapped.ts'
import { isForward } from './plain.ts'
import type { FoundMigration, SqlTool } from './tool.ts'

const upgrade = /^-- Running upgrade\s+(?:\S+\s+)?->\s+(\S+)/

/** What `alembic upgrade --sql` writes: all revisions in one file, with its transactions in it. */
export const alembic: SqlTool = {
  name: 'alembic',
  owns: (_folder, heads) => heads(upgrade),
  async read(folder) {
    const found = []
    for (const name of folder.files.filter(isForward)) found.push(...(await revisionsOf(path.join(folder.path, name))))
    return found
  },
  applied(books, found) {
    const current = new Set(column(rowsOf(books, 'alembic_version'), 'version_num'))
    const last = found.findLastIndex(({ id }) => id !== null && current.has(id))
    return new Set(found.slice(0, last + 1).flatMap(({ id }) => (id === null ? [] : [id])))
  },
  joined(pending) {
    const files = new Map<string, MigrationStatement[]>()
    for (const { file, statements } of pending) files.set(file, [...(files.get(file) ?? []), ...statements])
    return [...files].map(([file, statements]) => unwrapped({ file, statements, transaction: 'each' }))
  },
}

/** Its statements by revision, and those that are in none by themselves: `BEGIN` and `COMMIT`. */
async function revisionsOf(file: string): Promise<FoundMigration[]> {
  const text = await migrationText(file)
  const revisions = text.split('\n').flatMap((line, i) => {
    const id = upgrade.exec(line)?.[1]
    return id === undefined ? [] : [{ id, line: i + 1 }]
  })
  const found: { id: string | null; file: string; statements: MigrationStatement[]; transaction: 'each' }[] = []
  let next = 0
  let id: string | null = null
  for (const statement of await statementsOf(file, text)) {
    while ((revisions[next]?.line ?? Number.POSITIVE_INFINITY) < (statement.line ?? 0))
      id = revisions[next++]?.id ?? null
    if (isBookkeeping(statement.sql)) continue
    const own: string | null = /^(begin|commit|start transaction)\b/i.test(statement.sql) ? null : id
    if (found.at(-1)?.id !== own || found.length === 0)
      found.push({ id: own, file, statements: [], transaction: 'each' })
    found.at(-1)?.statements.push(statement)
  }
  return found
}
