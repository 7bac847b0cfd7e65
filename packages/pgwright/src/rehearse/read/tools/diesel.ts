import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { column, rowsOf } from '../../books/books.ts'
import { statementsOf } from '../sql-file.ts'
import { requireOwnVersions } from '../versions.ts'
import type { SqlTool } from './tool.ts'

const sqlName = 'up.sql'

/** Diesel, of Rust: folders in the order of their versions, a transaction for each but where its `metadata.toml` says so. */
export const diesel: SqlTool = {
  name: 'diesel',
  owns: ({ path: folder, folders }) =>
    folders.some((name) => /^\d/.test(name) && existsSync(path.join(folder, name, sqlName))),
  async read(folder) {
    const names = folder.folders.filter((name) => existsSync(path.join(folder.path, name, sqlName)))
    requireOwnVersions(folder.path, names, versionOf)
    const found = []
    for (const name of names.sort(byVersion)) {
      const own = path.join(folder.path, name)
      const file = path.join(own, sqlName)
      const transaction = (await runsInTransaction(own)) ? ('whole' as const) : ('message' as const)
      found.push({ id: versionOf(name), file, statements: await statementsOf(file), transaction })
    }
    return found
  },
  applied: (books) => new Set(column(rowsOf(books, '__diesel_schema_migrations'), 'version')),
}

/** Up to the first underscore, without dashes: as its table has it. */
function versionOf(name: string): string {
  return (name.split('_')[0] ?? '').replaceAll('-', '')
}

function byVersion(a: string, b: string): number {
  return versionOf(a) < versionOf(b) ? -1 : 1
}

async function runsInTransaction(folder: string): Promise<boolean> {
  const metadata = await readFile(path.join(folder, 'metadata.toml'), 'utf8').catch(() => '')
  return !/^\s*run_in_transaction\s*=\s*false\b/m.test(metadata)
}
