import type { ErrorForm } from './error-form.ts'

/** A view, a policy, a trigger or the like was made for the type that the column has. */
export const typeInUse: ErrorForm = {
  codes: ['0A000'],
  explain({ tree, refusal }) {
    if (tree === null || !('AlterTableStmt' in tree)) return null
    const changesType = (tree.AlterTableStmt.cmds ?? []).some(
      (node) => 'AlterTableCmd' in node && node.AlterTableCmd.subtype === 'AT_AlterColumnType',
    )
    if (!changesType) return null
    const what = refusal?.detail ? ` (${refusal.detail})` : ''
    return { hint: `Drop what uses the column first${what}, and make it again afterwards, in one transaction.` }
  },
}
