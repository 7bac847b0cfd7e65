import type { ErrorForm } from './error-form.ts'

/** `add generated … as identity` of a column that takes its values from a sequence already. */
export const serialToIdentity: ErrorForm = {
  codes: ['55000'],
  explain({ tree }) {
    if (tree === null || !('AlterTableStmt' in tree)) return null
    const isIdentity = (tree.AlterTableStmt.cmds ?? []).some(
      (node) => 'AlterTableCmd' in node && node.AlterTableCmd.subtype === 'AT_AddIdentity',
    )
    if (!isIdentity) return null
    return {
      hint: 'Drop the default first, in the same transaction; then set the new sequence past the largest value with setval, and drop the old one.',
    }
  },
}
