import type { InspectResult, Rehearsal } from '../../model/index.ts'
import type { DescribedCheck } from '../inspect/described-check.ts'

/** Findings of a rehearsal as those of an inspection, for formats that know findings alone. */
export function asInspection(
  { source, statements, durationMs }: Rehearsal,
  rules: readonly DescribedCheck[],
): InspectResult {
  const findings = statements.flatMap((statement) => statement.findings)
  const found = new Set(findings.map(({ checkId }) => checkId))
  const skipped = statements.flatMap(({ notRehearsed }) =>
    notRehearsed === undefined ? [] : [{ checkId: 'statement-refused', reason: notRehearsed }],
  )
  return {
    schemaVersion: 1,
    source: {
      database: source.database,
      serverVersion: source.serverVersion,
      role: '',
      takenAt: source.takenAt,
      statsSince: null,
    },
    findings,
    skipped,
    passed: rules.map(({ id }) => id).filter((id) => !found.has(id)),
    suppressed: [],
    cost: { queries: 0, totalMs: durationMs, maxMs: 0 },
  }
}
