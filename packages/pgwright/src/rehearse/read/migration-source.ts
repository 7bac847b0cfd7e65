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
  /** What the source's tables tell of migrations that it has: those are left out. */
  readonly books: Books
  readonly signal?: AbortSignal
}

export interface LoadedMigrations {
  readonly migrations: readonly Migration[]
  /** How many were left out, because the source has them already; null where only the tool knows. */
  readonly applied: number | null
  /** Why the tool stopped before its end, in a sentence; null where it did not. */
  readonly stopped: string | null
}
