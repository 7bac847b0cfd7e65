import { formatCount, formatShare } from '../../../../model/index.ts'
import { holds } from '../../../../sql/index.ts'
import type { StatementCheck } from '../../../check.ts'
import { ofStatement } from '../../../facts/plan-scans.ts'

export const check: StatementCheck = {
  id: 'deep-offset',
  title: 'Pages by OFFSET',
  category: 'queries',
  severity: 'info',
  reads: 'statements',
  detect: (statements) =>
    statements
      .filter(({ trees }) =>
        holds(trees, ({ limitOffset, sortClause }) => limitOffset !== undefined && sortClause !== undefined),
      )
      .map((statement) => ({
        ...ofStatement(statement),
        message: `A statement turns pages by OFFSET, which reads and throws away all pages before: it has run ${formatCount(statement.calls)} times and is ${formatShare(statement.share)} of the workload.`,
        help: 'Ask for the rows after the last one seen (keyset): where (at, id) < ($1, $2) order by at desc, id desc limit 20.',
      })),
}
