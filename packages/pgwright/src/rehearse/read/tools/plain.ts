import path from 'node:path'
import { statementsOf } from '../sql-file.ts'
import { leadingVersion, requireOwnVersions } from '../versions.ts'
import type { SqlTool } from './tool.ts'

/** Files that are run one after the other, as by psql. */
export const plain: SqlTool = {
  name: 'sql',
  owns: () => true,
  async read(folder) {
    const files = folder.files.filter(isForward)
    requireOwnVersions(folder.path, files, leadingVersion)
    const found = []
    for (const name of files) {
      const file = path.join(folder.path, name)
      found.push({ id: name, file, statements: await statementsOf(file), transaction: 'each' as const })
    }
    return found
  },
  applied: () => new Set(),
}

/** SQL that is not there to take back what other files do. */
export function isForward(name: string): boolean {
  return (
    /\.sql$/i.test(name) && !/(^|[._-])(down|undo|rollback|revert)\.sql$/i.test(name) && !/^U\d[\d._]*__/.test(name)
  )
}
