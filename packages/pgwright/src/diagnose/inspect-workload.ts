import type { Change, Snapshot } from '../model/index.ts'
import type { Check, MeasuredCheck } from './check.ts'
import { type CheckOutcome, skip } from './check-outcome.ts'
import { lacking } from './needs.ts'
import type { PolicyMeasurement } from './policy-overhead.ts'
import type { Server } from './server.ts'
import type { InspectedStatement, PlannedInspected } from './statements.ts'

/** The workload as far as it is known, and what the twin says of it. */
export interface InspectedWorkload {
  /** The ones that take most time come first. */
  readonly statements: readonly InspectedStatement[]
  /** Why there are no statements, or not all; null: these are all. */
  readonly gap: string | null
  /** Why nothing was planned or advised; null where it was. */
  readonly unplanned: string | null
  /** Of the relations that were planned with. */
  readonly snapshot: Snapshot | null
  /** What the advisor proposes; null where it was not asked. */
  readonly advice: readonly Change[] | null
  /** Why the advisor did not look to the end; null: it did. */
  readonly adviceGap: string | null
}

/** What a check finds in measurements of row security; null: nobody asked for any. */
export function inspectMeasured(
  check: MeasuredCheck,
  measurements: readonly PolicyMeasurement[] | null,
  server: Server,
): CheckOutcome {
  const reason = lacking(check, server)
  if (reason !== null) return skip(check, reason)
  if (measurements === null)
    return skip(check, 'It reads rows, and runs only where it is asked for: --measure-policies ROLE.')
  return { check, defects: check.detect(measurements, server), reason: null }
}

/** What a check finds in the workload. */
export function inspectWorkload(check: Check, workload: InspectedWorkload, server: Server): CheckOutcome {
  const { statements, gap, advice, snapshot } = workload
  const unplanned = workload.unplanned ?? 'Nothing was planned.'
  const reason = lacking(check, server) ?? (statements.length === 0 ? gap : null)
  if (reason !== null) return skip(check, reason)
  switch (check.reads) {
    case 'statements':
      return { check, defects: check.detect(statements, server), reason: gap }
    case 'plans': {
      if (snapshot === null) return skip(check, unplanned)
      const planned = statements.filter((one): one is PlannedInspected => one.plan !== null)
      return { check, defects: check.detect(planned, server, snapshot), reason: gap }
    }
    case 'advice': {
      if (advice === null) return skip(check, unplanned)
      return { check, defects: check.detect(advice, server), reason: gap ?? workload.adviceGap }
    }
    default:
      throw new Error(`${check.id} reads no workload`)
  }
}
