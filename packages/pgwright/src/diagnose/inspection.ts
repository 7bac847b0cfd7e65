import type { Finding, InspectResult, Skipped } from '../model/index.ts'
import type { CheckOutcome } from './check-outcome.ts'
import { byWorst, findingOf } from './finding.ts'
import type { Server } from './server.ts'

export type Inspection = Pick<InspectResult, 'source' | 'findings' | 'skipped' | 'passed'>

/** All outcomes as one result. Passed has what ran, saw all, and found nothing. */
export function inspectionOf(server: Server, outcomes: readonly CheckOutcome[]): Inspection {
  const findings = outcomes.flatMap(({ check, defects }): Finding[] => defects.map((one) => findingOf(check, one)))
  return {
    source: {
      database: server.database,
      serverVersion: server.version,
      role: server.role,
      takenAt: server.now.toISOString(),
      statsSince: server.statsSince?.toISOString() ?? null,
    },
    findings: findings.sort(byWorst),
    skipped: outcomes.flatMap(({ check, reason }): Skipped[] =>
      reason === null ? [] : [{ checkId: check.id, reason }],
    ),
    passed: outcomes.flatMap(({ check, defects, reason }) => (reason === null && defects.length === 0 ? check.id : [])),
  }
}
