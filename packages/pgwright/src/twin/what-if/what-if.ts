import type { ColumnStatistics, ExtendedData } from '../../model/index.ts'
import type { Partitioning } from './partitioning/partitioning.ts'

/** One thing that could be otherwise. A list of them is taken in order, each on what the ones before have made. */
export type WhatIf =
  /** Any one `CREATE INDEX`. Of its expressions, in their order, what a sample of the source tells. */
  | { readonly kind: 'add-index'; readonly ddl: string; readonly expressionStatistics?: readonly ColumnStatistics[] }
  /** Gone: with its constraint, with its partitions, and with what rests on it. */
  | { readonly kind: 'drop-index'; readonly index: string }
  /** Still there, and not seen by the planner. */
  | { readonly kind: 'hide-index'; readonly index: string }
  /** The server's own value; what a role or a database has set for itself stays. A name with a dot: the session's. */
  | { readonly kind: 'set'; readonly name: string; readonly value: string }
  | { readonly kind: 'grow'; readonly table: string; readonly factor: number }
  | { readonly kind: 'major'; readonly major: number }
  /** `CREATE`, `ALTER` or `DROP POLICY`, or `ALTER TABLE … ROW LEVEL SECURITY`. */
  | { readonly kind: 'policy'; readonly sql: string }
  /** Every statement is run by this role. */
  | { readonly kind: 'role'; readonly role: string }
  | StatisticsWhatIf
  | Partitioning

/** One `CREATE STATISTICS`. */
export interface StatisticsWhatIf {
  readonly kind: 'statistics'
  readonly sql: string
  /** What a sample of the source tells of them. Without, they change no plan. */
  readonly data?: ExtendedData
  /** Why there is no sample. Default: that none was asked for. */
  readonly withoutData?: string
}
