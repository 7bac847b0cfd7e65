import path from 'node:path'
import type { Books } from '../books/books.ts'
import { holdsPrograms, isProgramFile, programsIn } from '../record/program-folder.ts'
import { badMigration } from './bad-migration.ts'
import { type Folder, isFolder, openFolder } from './folder.ts'
import { booksUnknown, type LoadedMigrations, type MigrationSource } from './migration-source.ts'
import { folderOfFile, recogniseSql } from './recognise.ts'
import { statementsOf } from './sql-file.ts'
import { plain } from './tools/plain.ts'
import type { FoundMigration, SqlTool } from './tools/tool.ts'

/**
 * Reads a file of SQL, or the folder of a tool, as that tool would run it.
 *
 * @throws PgwrightError `usage` for a path that can't be opened, `bad-file` for what can't be run
 */
export async function readMigrations(given: string): Promise<MigrationSource> {
  const folder = (await isFolder(given)) ? await withMigrations(await openFolder(given)) : null
  if (folder !== null && holdsPrograms(folder)) return programsIn(given, folder)
  const [tool, found] = folder === null ? await oneFile(given) : await inFolder(folder)
  return { path: given, tool: tool.name, load: async ({ books }) => pendingOf(tool, found, books) }
}

function pendingOf(tool: SqlTool, found: readonly FoundMigration[], books: Books | null): LoadedMigrations {
  const applied = tool.applied(books ?? [], found)
  const pending = found.filter(({ id }) => id === null || !applied.has(id))
  return {
    migrations: tool.joined?.(pending) ?? pending,
    applied: found.length - pending.length,
    stopped: null,
    notes: [...(books === null && tool !== plain ? [booksUnknown] : []), ...(tool.notes?.(books ?? [], found) ?? [])],
  }
}

/** The folder of Prisma's schema is what its users name. */
async function withMigrations(folder: Folder): Promise<Folder> {
  const own = folder.files.some((name) => /\.sql$/i.test(name)) || !folder.folders.includes('migrations')
  return own ? folder : openFolder(path.join(folder.path, 'migrations'))
}

async function inFolder(folder: Folder): Promise<[SqlTool, FoundMigration[]]> {
  const tool = await recogniseSql(folder)
  const found = await tool.read(folder)
  if (found.length === 0) throw badMigration(folder.path, null, 'it holds no migration', 'Name the folder that does.')
  return [tool, found]
}

/** As its folder's tool runs it; a file that this tool would not run, such as one that goes back, as it is. */
async function oneFile(file: string): Promise<[SqlTool, FoundMigration[]]> {
  if (isProgramFile(file)) {
    const hint = 'Name the folder: its tool runs those that the source does not have.'
    throw badMigration(file, null, 'it is a program, which its tool runs with the others of its folder', hint)
  }
  const folder = await folderOfFile(file)
  const tool = await recogniseSql(folder, [path.basename(file)])
  const resolved = path.resolve(file)
  if (tool !== plain) {
    const found = (await tool.read(only(folder, file))).filter((each) => path.resolve(each.file) === resolved)
    if (found.length > 0) return [tool, found]
  }
  return [plain, [{ id: null, file, statements: await statementsOf(file), transaction: 'each' }]]
}

/** Its neighbours are not read: they may be broken. */
function only(folder: Folder, file: string): Folder {
  const own = path.basename(path.dirname(file))
  const nested = path.basename(file) === 'migration.sql'
  return { ...folder, files: nested ? [] : [path.basename(file)], folders: nested ? [own] : [] }
}
