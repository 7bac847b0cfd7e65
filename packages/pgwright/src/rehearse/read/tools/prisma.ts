import { existsSync } from 'node:fs'
import path from 'node:path'
import { column, rowsOf } from '../../books/books.ts'
import { statementsOf } from '../sql-file.ts'
import type { SqlTool } from './tool.ts'

const sqlName = 'migration.sql'

/** Prisma sends each `migration.sql` as one message, its folders in the order of their names. */
export const prisma: SqlTool = {
  name: 'prisma',
  owns: ({ path: folder, files, folders }) =>
    files.includes('migration_lock.toml') || folders.some((name) => existsSync(path.join(folder, name, sqlName))),
  async read(folder) {
    const found = []
    // By bytes, not by number.
    for (const name of [...folder.folders].sort()) {
      const file = path.join(folder.path, name, sqlName)
      if (existsSync(file))
        found.push({ id: name, file, statements: await statementsOf(file), transaction: 'message' as const })
    }
    return found
  },
  applied(books) {
    const done = rowsOf(books, '_prisma_migrations').filter((row) => row.finished_at && !row.rolled_back_at)
    return new Set(column(done, 'migration_name'))
  },
}
