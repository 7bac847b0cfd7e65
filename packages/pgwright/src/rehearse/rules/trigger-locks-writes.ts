import { nameOf } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

export const triggerLocksWrites: Rule = {
  id: 'trigger-locks-writes',
  title: 'trigger made or dropped, which waits for all that write',
  severity: 'info',
  detect({ tree, effects, find }) {
    if (tree === null) return []
    const made = 'CreateTrigStmt' in tree
    const dropped = 'DropStmt' in tree && tree.DropStmt.removeType === 'OBJECT_TRIGGER'
    if (!made && !dropped) return []
    return effects.locks.flatMap(({ relation, mode }) => {
      const table = find(relation)
      if (table === null || (mode !== 'SHARE ROW EXCLUSIVE' && mode !== 'ACCESS EXCLUSIVE')) return []
      const others = made ? 'write to' : 'use'
      return {
        object: nameOf(table),
        objectType: 'table',
        message: `It waits for all that ${others} ${nameOf(table)}, and whoever comes later waits behind it; then it takes an instant.`,
        help: 'Set a short lock_timeout, and try again when it is cancelled.',
      }
    })
  },
}
