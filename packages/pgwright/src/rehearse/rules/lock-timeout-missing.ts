import { blocksOf } from '../effects/lock-modes.ts'
import type { Rule } from '../rule.ts'

/** Without one a statement that waits for a lock keeps all that come after it waiting, for as long as it waits. */
export const lockTimeoutMissing: Rule = {
  id: 'lock-timeout-missing',
  title: 'strong lock that is waited for without a limit',
  severity: 'warning',
  onceInFile: true,
  detect({ effects, settings, find, tree }) {
    const timeout = settings.get('lock_timeout')
    if (timeout !== undefined && !isNought(timeout)) return []
    const [strong] = effects.locks.filter(({ relation, mode }) => blocksOf(mode) !== 'ddl' && find(relation) !== null)
    if (strong === undefined || (tree !== null && 'LockStmt' in tree && tree.LockStmt.nowait === true)) return []
    const others = blocksOf(strong.mode) === 'reads' ? 'reads or writes' : 'writes to'
    return [
      {
        object: strong.relation,
        objectType: 'table',
        message: `While it waits for its lock behind a long transaction, whoever ${others} ${strong.relation} waits behind it.`,
        help: 'Set a lock_timeout of a second or two before it, and try again when it is cancelled; not for what is done concurrently.',
        fix: [`set lock_timeout = '2s'`],
      },
    ]
  },
}

function isNought(timeout: string): boolean {
  return timeout === '' || /^0\D*$/.test(timeout)
}
