import { readableIdentifier } from '../../sql/index.ts'
import { alterations } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

/** To drop a foreign key takes its triggers away from both tables. */
export const dropConstraintLocksBoth: Rule = {
  id: 'drop-constraint-locks-both',
  title: 'foreign key dropped under a lock that keeps everybody out of two tables',
  severity: 'warning',
  detect(context) {
    return alterations(context, 'AT_DropConstraint').flatMap(({ table, name, at, command }) => {
      const dropped = context.snapshot.constraints.find(
        (one) => one.schema === table.schema && one.table === table.name && one.name === command.name,
      )
      if (dropped?.kind !== 'foreign') return []
      const others = context.effects.locks
        .filter(({ relation, mode }) => relation !== name && mode === 'ACCESS EXCLUSIVE')
        .map(({ relation }) => relation)
      if (others.length === 0) return []
      return {
        object: `${name}.${readableIdentifier(command.name ?? '')}`,
        objectType: 'constraint',
        message: `It waits for every query of ${name} and ${others.join(', ')} that runs, and all others wait behind it.`,
        help: 'Give it a short lock_timeout and a transaction of its own, and try again.',
        at,
      }
    })
  },
}
