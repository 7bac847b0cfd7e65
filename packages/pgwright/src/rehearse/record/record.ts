import { PgwrightError } from '../../model/index.ts'
import { EmptyCopy } from '../../twin/index.ts'
import { seedBooks } from '../books/seed-books.ts'
import { booksUnknown, type LoadContext, type LoadedMigrations } from '../read/migration-source.ts'
import { MigrationFiles } from './migration-files.ts'
import { programEnvironment } from './program-environment.ts'
import { recordedMigrations } from './recorded-migrations.ts'
import { openRecordingProxy, type RecordingProxy } from './recording-proxy.ts'
import { type Ended, type Program, runProgram } from './run-program.ts'

/**
 * Runs a program that migrates, on an empty copy of the source, and takes what it sends there as the migrations. The
 * copy's tables tell it which of them the source has.
 *
 * @param name of the tool or command, as people know it
 * @param folders whose files the statements may be from
 * @throws PgwrightError `usage` where the program can't be run or comes to no database of ours
 */
export async function recordProgram(
  name: string,
  program: Program,
  folders: readonly string[],
  { snapshot, books, signal }: LoadContext,
): Promise<LoadedMigrations> {
  const copy = await EmptyCopy.open(snapshot, signal === undefined ? {} : { signal })
  try {
    const seeder = await copy.connect()
    await seedBooks(seeder, books ?? []).finally(() => seeder.end())
    const proxy = await openRecordingProxy(copy.url)
    try {
      const ended = await runProgram(program, await programEnvironment(proxy.url, program.folder), signal)
      const result = loaded(name, ended, proxy, await MigrationFiles.open(folders))
      return books === null ? { ...result, notes: [booksUnknown] } : result
    } finally {
      await proxy.close()
    }
  } finally {
    await copy.close()
  }
}

function loaded(name: string, ended: Ended, proxy: RecordingProxy, files: MigrationFiles): LoadedMigrations {
  const refused = proxy.units.some(({ sent }) => sent.some(({ failed }) => failed))
  if (ended.code === 0) {
    if (proxy.sessions() > 0) return { migrations: migrations(), applied: null, stopped: null, notes: [] }
    throw new PgwrightError(
      'usage',
      `The command ${name} came to no database that pgwright gave it, so if it migrated anything, that was another one.`,
      'Let it take its database from DATABASE_URL or the PG* variables.',
    )
  }
  const told = `${name} stopped before its end${ended.code === null ? '' : `, with code ${ended.code}`}`
  const lines = ended.lastLines.length === 0 ? '' : `: ${ended.lastLines.join(' | ')}`
  const hint = 'Run it by hand on an empty database, and see what it says.'
  if (!refused && migrations().length === 0) throw new PgwrightError('usage', `${told}${lines}.`, hint)
  return {
    migrations: migrations(),
    applied: null,
    stopped: `${told}, and what it would do after is not known${lines}`,
    notes: [],
  }

  function migrations() {
    return recordedMigrations(name, proxy.units, files)
  }
}
