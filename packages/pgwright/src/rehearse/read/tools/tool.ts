import type { Books } from '../../books/books.ts'
import type { Migration } from '../../migration.ts'
import type { Folder } from '../folder.ts'

/** What runs migrations that are SQL. `sql`: psql or anything else that runs a file as it is. */
export type SqlToolName =
  | 'sql'
  | 'prisma'
  | 'drizzle'
  | 'flyway'
  | 'alembic'
  | 'dbmate'
  | 'goose'
  | 'golang-migrate'
  | 'sqlx'
  | 'diesel'
  | 'node-pg-migrate'

/** A migration as its tool knows it. */
export interface FoundMigration extends Migration {
  /** As the tool's table has it; null for what belongs to none, such as the transaction around them. */
  readonly id: string | null
  /** Of its text, where its tool writes that down. */
  readonly hash?: string
}

/** A tool that keeps its migrations as SQL. */
export interface SqlTool {
  readonly name: SqlToolName
  /** Whether what lies there is this tool's. */
  owns(folder: Folder, heads: Heads): Promise<boolean> | boolean
  /**
   * All there are, in the tool's order.
   *
   * @throws PgwrightError `bad-file`, `usage`
   */
  read(folder: Folder): Promise<FoundMigration[]>
  /** Those that were run on the source already, as the tool itself would tell. */
  applied(books: Books, found: readonly FoundMigration[]): ReadonlySet<string>
  /** What users of the tool may not expect of it, a sentence each. */
  notes?(books: Books, found: readonly FoundMigration[]): string[]
  /** Where it runs several in one go. */
  joined?(pending: readonly FoundMigration[]): Migration[]
}

/** Tells whether a text of this form begins a line of an SQL file of the folder. */
export type Heads = (line: RegExp) => boolean
