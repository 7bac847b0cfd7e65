import { readFile } from 'node:fs/promises'
import type { Migration } from '../migration.ts'
import { statementsOf } from './sql-file.ts'

/** Reads files of plain SQL. */
export async function readMigrations(paths: readonly string[]): Promise<Migration[]> {
  return Promise.all(
    paths.map(async (file) => ({
      file,
      statements: statementsOf(await readFile(file, 'utf8')),
      transaction: 'each' as const,
    })),
  )
}
