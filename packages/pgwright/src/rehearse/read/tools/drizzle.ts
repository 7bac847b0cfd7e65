import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { column, rowsOf } from '../../books/books.ts'
import { badMigration } from '../bad-migration.ts'
import type { Folder } from '../folder.ts'
import { migrationText } from '../migration-text.ts'
import { statementsOf } from '../sql-file.ts'
import { requireOwnVersions } from '../versions.ts'
import { inOneTransaction } from './one-transaction.ts'
import type { FoundMigration, SqlTool } from './tool.ts'

const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) })

/** Drizzle runs what its journal names, all that is pending in one transaction. */
export const drizzle: SqlTool = {
  name: 'drizzle',
  owns: (folder) => existsSync(journalOf(folder)) || foldersOf(folder).length > 0,
  async read(folder) {
    const found: FoundMigration[] = []
    for (const { file, when } of await entries(folder)) {
      if (!existsSync(file)) throw badMigration(file, null, 'the journal names it, and it is not there')
      const text = await migrationText(file)
      const hash = createHash('sha256').update(text).digest('hex')
      found.push({ id: String(when), hash, file, statements: await statementsOf(file, text), transaction: 'whole' })
    }
    return found
  },
  // It looks at nothing but when the last one was made.
  applied(books, found) {
    const last = Math.max(...column(rowsOf(books, '__drizzle_migrations'), 'created_at').map(Number))
    return new Set(found.flatMap(({ id }) => (id !== null && Number(id) <= last ? [id] : [])))
  },
  notes(books, found) {
    const known = new Set(column(rowsOf(books, '__drizzle_migrations'), 'hash'))
    const passed = this.applied(books, found)
    return found.flatMap(({ id, hash = '', file }) =>
      id === null || !passed.has(id) || known.has(hash)
        ? []
        : [
            `Drizzle passes ${file} over: it is older than the last that the source has, which has not this text of it.`,
          ],
    )
  },
  joined: inOneTransaction,
}

async function entries(folder: Folder): Promise<{ readonly file: string; readonly when: number }[]> {
  const journal = journalOf(folder)
  if (!existsSync(journal)) return foldersOf(folder)
  const parsed = journalSchema.safeParse(json(await migrationText(journal)))
  if (!parsed.success) throw badMigration(journal, null, 'it is no journal of Drizzle')
  const files = parsed.data.entries.map(({ tag }) => `${tag}.sql`)
  requireOwnVersions(folder.path, [...new Set(files)], (file) => /^\d+/.exec(file)?.[0] ?? null)
  return parsed.data.entries.map(({ tag, when }) => ({ file: path.join(folder.path, `${tag}.sql`), when }))
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function journalOf(folder: Folder): string {
  return path.join(folder.path, 'meta', '_journal.json')
}

/** Newer versions have no journal: folders named by when they were made, each with a snapshot. */
function foldersOf(folder: Folder): { readonly file: string; readonly when: number }[] {
  return [...folder.folders].sort().flatMap((name) => {
    const [, year, month, day, hour, minute, second] = (/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)_/.exec(name) ?? []).map(
      Number,
    )
    const inside = path.join(folder.path, name)
    if (year === undefined || !existsSync(path.join(inside, 'snapshot.json'))) return []
    const when = Date.UTC(year, (month ?? 1) - 1, day, hour, minute, second)
    return [{ file: path.join(inside, 'migration.sql'), when }]
  })
}
