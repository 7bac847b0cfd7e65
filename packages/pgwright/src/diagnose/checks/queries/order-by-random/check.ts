import { formatShare } from '../../../../model/index.ts'
import { holds } from '../../../../sql/index.ts'
import type { StatementCheck } from '../../../check.ts'
import { ofStatement } from '../../../facts/plan-scans.ts'

export const check: StatementCheck = {
  id: 'order-by-random',
  title: 'Order by random()',
  category: 'queries',
  severity: 'warning',
  reads: 'statements',
  detect: (statements) =>
    statements
      .filter(({ trees }) => holds(trees, sortsAtRandom))
      .map((statement) => ({
        ...ofStatement(statement),
        message: `A statement orders by random(): it reads and sorts all rows to give a few; it is ${formatShare(statement.share)} of the workload.`,
        help: 'Draw a random key and ask for the rows from there on, or use tablesample.',
      })),
}

function sortsAtRandom({ sortClause }: Readonly<Record<string, unknown>>): boolean {
  return sortClause !== undefined && JSON.stringify(sortClause).includes('"sval":"random"')
}
