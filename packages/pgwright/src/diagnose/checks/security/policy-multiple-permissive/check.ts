import { sqlCheck } from '../../../check.ts'
import { besideIt, type PolicyRow, policyRow, policySql, tableOf } from '../../../facts/policies/policy-row.ts'

/** Others that hold for the same commands and name the same role: what everyone and one role have is two things. */
function doubles(policy: PolicyRow, all: readonly PolicyRow[]): PolicyRow[] {
  return besideIt(policy, all).filter(
    (other) =>
      other.permissive && other.command === policy.command && other.roles.some((role) => policy.roles.includes(role)),
  )
}

export const check = sqlCheck({
  id: 'policy-multiple-permissive',
  title: 'Several permissive policies for the same command and role',
  category: 'security',
  severity: 'info',
  reads: 'catalog',
  row: policyRow,
  sql: () => policySql,
  detect: (rows) => {
    const tables = new Map<string, PolicyRow[]>()
    for (const row of rows)
      if (row.permissive && doubles(row, rows).length > 0)
        tables.set(tableOf(row), [...(tables.get(tableOf(row)) ?? []), row])
    return [...tables].map(([table, policies]) => {
      const names = policies.map(({ policy }) => policy)
      return {
        object: table,
        objectType: 'table',
        message: `${table} has ${names.length} permissive policies for the same command and role (${names.join(', ')}): they are joined by OR, each may be tested for each row, and an index that serves one of them does not serve all.`,
        evidence: { policies: names },
        help: 'Write them as one policy, whose cheap conditions come first.',
      }
    })
  },
})
