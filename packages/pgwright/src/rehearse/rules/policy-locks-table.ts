import { nameOf } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

const kinds = new Set(['AT_EnableRowSecurity', 'AT_DisableRowSecurity', 'AT_ForceRowSecurity', 'AT_NoForceRowSecurity'])

export const policyLocksTable: Rule = {
  id: 'policy-locks-table',
  title: 'policy changed under a lock that keeps everybody out',
  severity: 'info',
  detect({ tree, effects, find }) {
    if (tree === null) return []
    const alters =
      'AlterTableStmt' in tree &&
      (tree.AlterTableStmt.cmds ?? []).some(
        (node) => 'AlterTableCmd' in node && kinds.has(node.AlterTableCmd.subtype ?? ''),
      )
    const drops = 'DropStmt' in tree && tree.DropStmt.removeType === 'OBJECT_POLICY'
    if (!alters && !drops && !('CreatePolicyStmt' in tree) && !('AlterPolicyStmt' in tree)) return []
    return effects.locks.flatMap(({ relation, mode }) => {
      const table = find(relation)
      if (table === null || mode !== 'ACCESS EXCLUSIVE') return []
      return {
        object: nameOf(table),
        objectType: 'table',
        message: `It waits for every query of ${nameOf(table)} that runs, and all others wait behind it; then it takes an instant.`,
        help: 'Set a short lock_timeout, and try again when it is cancelled.',
      }
    })
  },
}
