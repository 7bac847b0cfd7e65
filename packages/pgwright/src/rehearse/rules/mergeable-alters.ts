import type { Node } from '../../sql/index.ts'
import { alterations, nameOf } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

/** Each `alter table` that writes a table anew does so by itself; in one statement they do it once. */
export const mergeableAlters: Rule = {
  id: 'mergeable-alters',
  title: 'table written anew or read again that one statement could do at once',
  severity: 'info',
  detect(context) {
    const { before, effects, resolve, tree } = context
    const [first] = alterations(context).filter(({ command }) => takesTime({ AlterTableCmd: command }))
    if (first === undefined || tree === null || !('AlterTableStmt' in tree)) return []
    const { name, table } = first
    if (!effects.rewrites.includes(name) && !effects.scans.includes(name)) return []
    const another = before.some((earlier) => {
      if (!('AlterTableStmt' in earlier)) return false
      const { relation, cmds = [] } = earlier.AlterTableStmt
      const known = resolve(relation?.schemaname, relation?.relname)
      return known !== null && nameOf(known) === nameOf(table) && cmds.some(takesTime)
    })
    if (!another) return []
    return [
      {
        object: name,
        objectType: 'table',
        message: `The transaction reads or writes all of ${name} more than once.`,
        help: 'Put the commands into one ALTER TABLE.',
      },
    ]
  },
}

const slow = new Set(['AT_AlterColumnType', 'AT_SetNotNull', 'AT_AddConstraint', 'AT_SetLogged', 'AT_SetUnLogged'])

/** What is added NOT VALID is not to be validated in one statement with anything. */
function takesTime(node: Node): boolean {
  if (!('AlterTableCmd' in node)) return false
  const { subtype = 'AT_AddColumn', def } = node.AlterTableCmd
  return slow.has(subtype) && !(def !== undefined && 'Constraint' in def && def.Constraint.skip_validation === true)
}
