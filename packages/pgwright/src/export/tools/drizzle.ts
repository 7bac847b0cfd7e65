import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { PgwrightError } from '../../model/index.ts'
import { type Migration, oneByOne, type Piece, withLockTimeout } from '../migration.ts'
import { type ExportedFile, file, type Tool } from '../tool.ts'
import { comments } from './script.ts'

const entrySchema = z.looseObject({ idx: z.number(), when: z.number(), tag: z.string() })
const journalSchema = z.looseObject({ entries: z.array(entrySchema) })
type Journal = z.infer<typeof journalSchema>

const breakpoint = '--> statement-breakpoint'

/**
 * Drizzle runs all that is pending in one transaction. Each file ends the transaction first, so that what was done before
 * is kept with its row in Drizzle's table, and leaves one open for Drizzle to end.
 */
export const drizzle: Tool = {
  async files(migrations, folder) {
    const journal = await journalIn(folder)
    const files: ExportedFile[] = []
    for (const migration of migrations) {
      const entry = entryOf(journal, migration)
      files.push(file(`${entry.tag}.sql`, textOf(migration)))
    }
    for (const entry of journal.entries) {
      const migration = migrations.find((one) => isOf(entry, one))
      if (migration !== undefined) files.push(await snapshotOf(journal, entry, migration, folder, files))
    }
    const text = `${JSON.stringify(journal, null, 2)}\n`
    return [...files, { path: 'meta/_journal.json', text, ifOther: 'replace' }]
  },
  notes: [
    "Drizzle's migrator runs everything in one transaction, in which no index can be built concurrently (drizzle-orm#860). Each file ends that transaction with COMMIT and begins another: what was done before it stays if it fails. It is tested with drizzle-orm/node-postgres; with drivers that have no sessions, such as neon-http, run the files of --to sql with psql instead.",
    'Drizzle has no way down: the files of --to sql have it.',
    'Name the indexes in your schema too, and take them out of the migration that drizzle-kit generate then writes: it knows nothing of these files.',
  ],
}

function textOf(migration: Migration): string {
  const statements = migration.up.flatMap(inOwnTransaction)
  const lacking = statements.some((statement) => statement.includes(breakpoint))
  if (lacking) {
    throw new PgwrightError(
      'unsupported',
      'A statement of the plan has the words in it at which Drizzle cuts a file, even within quotes.',
      'Export the plan for another tool, or with --to sql.',
    )
  }
  return `${comments(migration)}\n${statements.map((statement) => `${statement};\n`).join(`${breakpoint}\n`)}`
}

function inOwnTransaction(piece: Piece): string[] {
  if (piece.transactional) return ['commit', 'begin', ...withLockTimeout(piece)]
  return ['commit', ...oneByOne(piece), 'begin']
}

/** @throws PgwrightError `bad-file` */
async function journalIn(folder: string): Promise<Journal> {
  const name = path.join(folder, 'meta', '_journal.json')
  if (!existsSync(name)) return { version: '7', dialect: 'postgresql', entries: [] }
  const journal = json(await readFile(name, 'utf8'))
  // As it is: with its own order of keys the same journal would be another file.
  if (journalSchema.safeParse(journal).success) return journal as Journal
  const hint = 'Put it right, or export into another folder with --out.'
  throw new PgwrightError('bad-file', `The file ${name} is no journal of Drizzle.`, hint)
}

function isOf({ tag }: { readonly tag: string }, { slug, id }: Migration): boolean {
  return tag.replace(/^\d+_/, '') === `${slug}_${id.slice(0, 6)}`
}

/** The one that is there, or a new one at the end. Drizzle leaves out what is older than the last that it has run. */
function entryOf(journal: Journal, migration: Migration): Journal['entries'][number] {
  const there = journal.entries.find((entry) => isOf(entry, migration))
  if (there !== undefined) return there
  const last = journal.entries.at(-1)
  const idx = last === undefined ? 0 : last.idx + 1
  const when = Math.max(migration.at.getTime(), ...journal.entries.map((entry) => entry.when + 1))
  const tag = `${String(idx).padStart(4, '0')}_${migration.slug}_${migration.id.slice(0, 6)}`
  const entry = { idx, version: '7', when, tag, breakpoints: true }
  journal.entries.push(entry)
  return entry
}

const nothing = {
  id: '00000000-0000-0000-0000-000000000000',
  version: '7',
  dialect: 'postgresql',
  tables: {},
  enums: {},
  schemas: {},
  sequences: {},
  roles: {},
  policies: {},
  views: {},
  _meta: { columns: {}, schemas: {}, tables: {} },
}

/** What drizzle-kit knows of the schema is what it knew before: it compares its own schema with the last snapshot. */
async function snapshotOf(
  { entries }: Journal,
  entry: Journal['entries'][number],
  migration: Migration,
  folder: string,
  written: readonly ExportedFile[],
): Promise<ExportedFile> {
  const before = entries[entries.indexOf(entry) - 1]
  const name = before === undefined ? null : snapshotName(before.idx)
  const text = name === null ? null : (written.find((one) => one.path === name)?.text ?? (await textIn(folder, name)))
  const last = text === null ? nothing : (json(text) as typeof nothing)
  const { id: prevId = nothing.id, ...rest } = last
  const { prevId: _, ...schema } = rest as typeof rest & { readonly prevId?: string }
  return file(snapshotName(entry.idx), `${JSON.stringify({ id: uuidOf(migration), prevId, ...schema }, null, 2)}\n`)
}

function snapshotName(idx: number): string {
  return `meta/${String(idx).padStart(4, '0')}_snapshot.json`
}

async function textIn(folder: string, name: string): Promise<string | null> {
  const full = path.join(folder, name)
  return existsSync(full) ? readFile(full, 'utf8') : null
}

function uuidOf({ id }: Migration): string {
  const hex = createHash('sha256').update(id).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
