import { readableIdentifier } from '../../sql/index.ts'
import { alterations, withCommands } from '../facts/alterations.ts'
import { bySize } from '../facts/size.ts'
import type { Rule } from '../rule.ts'

/** The lock under which the constraint was added is held to the end of the transaction, the validation included. */
export const validatedInSameTransaction: Rule = {
  id: 'validated-in-same-transaction',
  title: 'constraint validated in the transaction that adds it, which locks as if it were valid at once',
  severity: 'error',
  detect(context) {
    const { heldBefore, before, tree, snapshot } = context
    return alterations(context, 'AT_ValidateConstraint').flatMap(({ table, name, at, command }) => {
      const held = heldBefore.find(({ relation }) => relation === name)
      const strong = held?.mode === 'ACCESS EXCLUSIVE' || held?.mode === 'SHARE ROW EXCLUSIVE'
      if (!strong || before.length === 0 || tree === null || !('AlterTableStmt' in tree)) return []
      return {
        object: `${name}.${readableIdentifier(command.name ?? '')}`,
        objectType: 'constraint',
        message: `The transaction holds ${held.mode} on ${name} since before, while all rows are checked.`,
        help: 'End the transaction before the validation.',
        severity: bySize(table, snapshot, 'error'),
        at,
        safer: {
          sql: [withCommands(tree.AlterTableStmt, [{ AlterTableCmd: command }])],
          reason: 'It must be a transaction of its own.',
        },
      }
    })
  },
}
