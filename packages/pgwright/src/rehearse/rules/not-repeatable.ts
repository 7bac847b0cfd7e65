import type { Node } from '../../sql/index.ts'
import type { Rule } from '../rule.ts'

/** Outside a transaction, what was done before a failure stays, and the file can't be run again. */
export const notRepeatable: Rule = {
  id: 'not-repeatable',
  title: 'file that can’t be run again when it has failed halfway',
  severity: 'info',
  onceInFile: true,
  detect({ tree, inTransaction, earlier, later, file }) {
    if (tree === null || inTransaction || !isPlain(tree)) return []
    if (earlier().length + later().length === 0) return []
    return [
      {
        object: file,
        objectType: 'file',
        message:
          'Its statements are transactions of their own: when a later one fails, this one stays, and fails when the file is run again.',
        help: 'Write IF EXISTS or IF NOT EXISTS where PostgreSQL takes it, or put into one transaction what may be.',
      },
    ]
  },
}

function isPlain(tree: Node): boolean {
  if ('CreateStmt' in tree) return tree.CreateStmt.if_not_exists !== true
  if ('IndexStmt' in tree) return tree.IndexStmt.if_not_exists !== true
  if ('DropStmt' in tree) return tree.DropStmt.missing_ok !== true
  if (!('AlterTableStmt' in tree)) return false
  return (tree.AlterTableStmt.cmds ?? []).some((node) => {
    if (!('AlterTableCmd' in node)) return false
    const { subtype, missing_ok } = node.AlterTableCmd
    return (
      (subtype === 'AT_AddColumn' || subtype === 'AT_DropColumn' || subtype === 'AT_DropConstraint') &&
      missing_ok !== true
    )
  })
}
