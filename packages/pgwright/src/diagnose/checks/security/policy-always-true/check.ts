import { sqlCheck } from '../../../check.ts'
import { isAlwaysTrue } from '../../../facts/policies/always-true.ts'
import {
  besideIt,
  type PolicyRow,
  policyObject,
  policyRow,
  policySql,
  tableOf,
} from '../../../facts/policies/policy-row.ts'

/** Policies that this one makes pointless, since they are joined by OR, and what it opens to everyone. */
function opens(policy: PolicyRow, all: readonly PolicyRow[]): boolean {
  const beside = besideIt(policy, all)
  // A restrictive policy still says which rows; a permissive one has to be beside it.
  if (!policy.permissive || beside.some(({ permissive }) => !permissive)) return false
  const moot = beside.some(
    (other) =>
      !isAlwaysTrue(other.using ?? other.check) &&
      (policy.command === 'all' || other.command === policy.command) &&
      other.roles.some((role) => policy.roles.includes(role)),
  )
  // Rows that everybody may read are common, and so is one role that may do all.
  return moot || (policy.command !== 'select' && policy.roles.includes('public'))
}

export const check = sqlCheck({
  id: 'policy-always-true',
  title: 'Policy that lets every row pass',
  category: 'security',
  severity: 'error',
  reads: 'catalog',
  row: policyRow,
  sql: () => policySql,
  detect: (rows) =>
    rows
      .filter((row) => isAlwaysTrue(row.command === 'insert' ? row.check : row.using) && opens(row, rows))
      .map((row) => {
        const who = row.roles.includes('public') ? 'Everyone with the right' : row.roles.join(', ')
        const verb = row.command === 'all' ? 'read and change' : row.command
        return {
          object: policyObject(row),
          objectType: 'policy',
          ...(row.command === 'insert' ? { severity: 'warning' as const } : {}),
          message: `The policy ${row.policy} of ${tableOf(row)} is true for every row: ${who} may ${verb} all rows, whatever the table's other policies say.`,
          evidence: { table: tableOf(row), command: row.command, roles: row.roles },
          help: 'Give the policy the condition that rows have to meet, or drop it where the other policies already say who may do what.',
        }
      }),
})
