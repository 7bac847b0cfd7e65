import { formatShare } from '../../../../model/index.ts'
import { whereNotIns } from '../../../../sql/index.ts'
import type { StatementCheck } from '../../../check.ts'
import { ofStatement } from '../../../facts/plan-scans.ts'

export const check: StatementCheck = {
  id: 'not-in-subquery',
  title: 'NOT IN with a subquery',
  category: 'queries',
  severity: 'warning',
  reads: 'statements',
  detect: (statements) =>
    statements
      .filter(({ sql }) => whereNotIns(sql).length > 0)
      .map((statement) => ({
        ...ofStatement(statement),
        message: `A statement asks for NOT IN (select …): one null among what the subquery returns makes it return nothing at all, and it is not planned as an anti-join. It is ${formatShare(statement.share)} of the workload.`,
        help: 'Write not exists (select from … where …), which means what is wanted and is planned as an anti-join.',
      })),
}
