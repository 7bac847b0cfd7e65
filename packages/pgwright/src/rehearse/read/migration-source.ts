import type { Snapshot } from '../../model/index.ts'
import type { Books } from '../books/books.ts'
import type { Migration } from '../migration.ts'

/** Migrations that were asked for, before the source is known. */
export interface MigrationSource {
  /** As it was given. */
  readonly path: string
  /** What runs them. */
  readonly tool: string
  /** @throws PgwrightError `bad-file`, `usage`, `unsupported`, `cancelled` */
  load(context: LoadContext): Promise<LoadedMigrations>
}

export interface LoadContext {
  readonly snapshot: Snapshot
  /** What the source's tables tell of migrations that it has: those are left out. Null where that is not known. */
  readonly books: Books | null
  readonly signal?: AbortSignal
}

export interface LoadedMigrations {
  readonly migrations: readonly Migration[]
  /** How many were left out, because the source has them already; null where only the tool knows. */
  readonly applied: number | null
  /** Why the tool stopped before its end, in a sentence; null where it did not. */
  readonly stopped: string | null
  /** What else is to be known of how they were read, a sentence each. */
  readonly notes: readonly string[]
}

/** For whatever could leave out migrations, had it been told which the source has. */
export const booksUnknown = 'It is not known which of the migrations the source has: only its URL tells.'
