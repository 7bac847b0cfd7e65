/** Statements that are run together. */
export interface Piece {
  /** In one transaction; otherwise each by itself, for PostgreSQL refuses one of them in a transaction. */
  readonly transactional: boolean
  /**
   * Run before, where nothing is in a transaction: takes away an invalid index that an earlier try of the same left. A
   * tool that can run but one statement a file does without; there the statement fails over the leftover.
   */
  readonly leftover: string | null
  /** Without semicolons at their ends. */
  readonly statements: readonly string[]
}

/** One step of a plan as a migration, before it takes a tool's form. */
export interface Migration {
  /** 12 hexadecimal digits, the same for the same step of the same plan. */
  readonly id: string
  /** Of a second that no other migration of the plan has. */
  readonly at: Date
  /** Letters a to z, digits and underscores; begins with a letter. */
  readonly slug: string
  /** One line without control characters: what it does. */
  readonly title: string
  readonly up: readonly Piece[]
  /** Null where the plan does not know how it is taken back; empty where an earlier migration's takes all back. */
  readonly down: readonly Piece[] | null
  /** The slug of the migration whose way down takes this one back as well; null where it is its own. */
  readonly takenBackBy: string | null
}

/**
 * How long a statement of a migration may wait for a lock: whoever comes after it waits behind it. More than
 * `deadlock_timeout`, after which PostgreSQL cancels an autovacuum that is in the way.
 */
export const lockTimeout = '2s'

/** A transactional piece with its limit, for a tool to put into one transaction. */
export function withLockTimeout({ statements }: Piece): string[] {
  return [`set local lock_timeout = '${lockTimeout}'`, ...statements]
}

/** A piece that is in no transaction. */
export function oneByOne({ leftover, statements }: Piece): string[] {
  return leftover === null ? [...statements] : [leftover, ...statements]
}

export function isTransactional(pieces: readonly Piece[]): boolean {
  return pieces.every(({ transactional }) => transactional)
}

/** Why a migration has no way down, in a sentence. */
export const noWayBack =
  'The plan does not know how this is taken back; pgwright apply reads it from the catalog first, and pgwright rollback takes it back.'
