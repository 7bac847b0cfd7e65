import type { MigrationStatement } from '../migration.ts'

/** A statement of a recording. */
export interface Draft {
  readonly statement: Omit<MigrationStatement, 'line'>
  /** The tool's own. */
  readonly bookkeeping: boolean
  /** Begins or ends a transaction, or a part of one. */
  readonly control: boolean
  /** All that it tells: a tool names the migration that is done. */
  readonly told: string
}
