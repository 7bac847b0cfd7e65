import { blocksOf } from '../effects/lock-modes.ts'
import type { Rule } from '../rule.ts'

/** Two transactions that lock the same tables in another order wait for each other. */
export const locksOneAfterAnother: Rule = {
  id: 'locks-one-after-another',
  title: 'lock on a table that is waited for while the transaction keeps everybody out of another',
  severity: 'warning',
  onceInFile: true,
  detect({ heldBefore, effects, find }) {
    const held = heldBefore.filter(({ mode, relation }) => blocksOf(mode) === 'reads' && find(relation) !== null)
    const [first] = held
    const [more] = effects.locks.filter(
      ({ mode, relation }) =>
        blocksOf(mode) !== 'ddl' && find(relation) !== null && held.every((lock) => lock.relation !== relation),
    )
    if (first === undefined || more === undefined) return []
    return [
      {
        object: more.relation,
        objectType: 'table',
        message: `Nobody can read or write ${held.map(({ relation }) => relation).join(', ')} while it waits for ${more.relation}, and it can deadlock with an application that uses these in another order.`,
        help: 'Lock one table in one transaction.',
      },
    ]
  },
}
