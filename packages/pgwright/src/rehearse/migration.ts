/** One statement of a migration. */
export interface MigrationStatement {
  /** Where it stands in another file than its migration. */
  readonly file?: string
  /** Where it begins in its file, from 1; null where that is not known. */
  readonly line: number | null
  readonly sql: string
  /** What is run in its place, and never shown: with its values for `$1`, `$2` … */
  readonly filled?: string
  /** Those that stand before it, as they are written: one can say which rules the statement is free of. */
  readonly comments?: string
  /** Why it is not to be run here: rows of a `copy` are in no file of ours. */
  readonly notRehearsed?: string
}

/** A file of a migration, in the way in which its tool runs it. */
export interface Migration {
  readonly file: string
  readonly statements: readonly MigrationStatement[]
  /**
   * `whole`: the tool wraps the file in one transaction. `each`: a statement is one, as far as the file begins none.
   * `message`: the tool sends the file at once, and PostgreSQL runs what is not in a transaction of the file's own in
   * one, however many there are.
   */
  readonly transaction: 'whole' | 'each' | 'message'
}
