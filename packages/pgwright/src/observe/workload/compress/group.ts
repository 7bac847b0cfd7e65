import type { Statement } from '../../../model/index.ts'
import type { StatementShape } from './statement-shape.ts'

/** Statements of one shape and role. */
export interface Group {
  readonly members: { readonly statement: Statement; readonly shape: StatementShape | null }[]
  readonly tables: readonly string[]
  /** Of the whole workload. */
  weight: number
}
