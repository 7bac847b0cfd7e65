import type { Statement } from '../../../model/index.ts'
import { compare } from './compare.ts'
import type { StatementShape } from './statement-shape.ts'

/** Statements of one shape and role. */
export interface Group {
  readonly members: { readonly statement: Statement; readonly shape: StatementShape | null }[]
  readonly tables: readonly string[]
  /** Of the whole workload. */
  weight: number
}

/** So that the order in which a source gives statements decides nothing. */
export function byName(a: Statement, b: Statement): number {
  return compare(`${a.fingerprint} ${a.role}`, `${b.fingerprint} ${b.role}`)
}
