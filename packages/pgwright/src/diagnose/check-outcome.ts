import type { Check, Defect } from './check.ts'

/** What came of one check. */
export interface CheckOutcome {
  readonly check: Check
  readonly defects: readonly Defect[]
  /** Why not all was looked at; null: it was. */
  readonly reason: string | null
}

export function skip(check: Check, reason: string): CheckOutcome {
  return { check, defects: [], reason }
}
