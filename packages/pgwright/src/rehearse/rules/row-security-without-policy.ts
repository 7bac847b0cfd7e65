import { alterations } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

export const rowSecurityWithoutPolicy: Rule = {
  id: 'row-security-without-policy',
  title: 'row-level security without a policy, which hides every row',
  severity: 'error',
  detect(context) {
    const { snapshot, all } = context
    return alterations(context, 'AT_EnableRowSecurity').flatMap(({ table, name, at }) => {
      const there = snapshot.policies.some((policy) => policy.schema === table.schema && policy.table === table.name)
      const made = all.some((tree) => 'CreatePolicyStmt' in tree && tree.CreatePolicyStmt.table?.relname === table.name)
      if (there || made) return []
      return {
        object: name,
        objectType: 'table',
        message: 'From then on all but its owner and superusers see no row of it, and can write none.',
        help: 'Create its policies in the same transaction.',
        at,
      }
    })
  },
}
