import { sqlCheck } from '../../../check.ts'
import { isAlwaysTrue } from '../../../facts/policies/always-true.ts'
import { besideIt, policyObject, policyRow, policySql, tableOf } from '../../../facts/policies/policy-row.ts'

export const check = sqlCheck({
  id: 'policy-check-always-true',
  title: 'Policy that restricts rows, and not what they become',
  category: 'security',
  severity: 'error',
  reads: 'catalog',
  row: policyRow,
  // Without WITH CHECK the condition of USING holds for the new row too: only one that was written can be too wide.
  sql: () => policySql,
  detect: (rows) =>
    rows
      .filter(
        (row) =>
          row.permissive &&
          isAlwaysTrue(row.check) &&
          row.using !== null &&
          !isAlwaysTrue(row.using) &&
          !besideIt(row, rows).some(({ permissive }) => !permissive),
      )
      .map((row) => ({
        object: policyObject(row),
        objectType: 'policy',
        message: `The policy ${row.policy} of ${tableOf(row)} lets nobody see rows of others, yet lets everybody write them: its WITH CHECK is true, so an update${row.command === 'all' ? ' or an insert' : ''} may give a row to anybody.`,
        evidence: { table: tableOf(row), command: row.command, roles: row.roles },
        help: 'Give WITH CHECK the condition of USING, or leave it out, which means the same.',
      })),
})
