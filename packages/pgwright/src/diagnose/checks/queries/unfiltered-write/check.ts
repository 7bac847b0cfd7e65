import { formatCount } from '../../../../model/index.ts'
import type { Node } from '../../../../sql/index.ts'
import type { StatementCheck } from '../../../check.ts'
import { ofStatement } from '../../../facts/plan-scans.ts'

export const check: StatementCheck = {
  id: 'unfiltered-write',
  title: 'Update or delete of all rows',
  category: 'queries',
  severity: 'info',
  reads: 'statements',
  detect: (statements) =>
    statements
      .filter(({ trees }) => trees.some(writesAll))
      .map((statement) => ({
        ...ofStatement(statement),
        message: `A statement updates or deletes every row of its table and has run ${formatCount(statement.calls)} times: each leaves as many dead rows as the table has.`,
        help: 'Restrict it to the rows that change; to empty a table use truncate.',
      })),
}

function writesAll(tree: Node): boolean {
  if ('UpdateStmt' in tree) return tree.UpdateStmt.whereClause === undefined && tree.UpdateStmt.fromClause === undefined
  return 'DeleteStmt' in tree && tree.DeleteStmt.whereClause === undefined && tree.DeleteStmt.usingClause === undefined
}
