import { formatShare } from '../../../../model/index.ts'
import { holds } from '../../../../sql/index.ts'
import type { StatementCheck } from '../../../check.ts'
import { ofStatement } from '../../../facts/plan-scans.ts'

export const check: StatementCheck = {
  id: 'overlaps-operator',
  title: 'OVERLAPS, which no index answers',
  category: 'queries',
  severity: 'warning',
  reads: 'statements',
  detect: (statements) =>
    statements
      .filter(({ trees }) => holds(trees, asksOverlaps))
      .map((statement) => ({
        ...ofStatement(statement),
        message: `A statement compares periods by OVERLAPS, a function that no index answers; it is ${formatShare(statement.share)} of the workload.`,
        help: 'Compare ranges with && and build a GiST index on the range, or write start < $2 and end > $1.',
      })),
}

/** `(a, b) overlaps (c, d)` is a call of `pg_catalog.overlaps` to the parser. */
function asksOverlaps({ funcname }: Readonly<Record<string, unknown>>): boolean {
  return funcname !== undefined && JSON.stringify(funcname).includes('"overlaps"')
}
