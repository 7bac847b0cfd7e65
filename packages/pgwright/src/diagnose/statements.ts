import type { Node } from '../sql/index.ts'
import type { PlanNode } from '../twin/index.ts'

/** A statement of the workload, as checks look at it. */
export interface InspectedStatement {
  readonly fingerprint: string
  /** Normalised. */
  readonly sql: string
  readonly role: string | null
  readonly calls: number
  /** Execution time over all calls, ms; 0 where the source does not know it. */
  readonly totalMs: number
  readonly rows: number
  /** Part of the workload's time; of its calls where no time is known. */
  readonly share: number
  readonly trees: readonly Node[]
  /** On the twin, with typical values; null where it was not planned. An estimate. */
  readonly plan: PlanNode | null
}
