import { writtenName } from '../facts/alterations.ts'
import type { ErrorForm } from './error-form.ts'

export const refreshConcurrently: ErrorForm = {
  codes: ['55000', '0A000'],
  explain({ tree }) {
    if (tree === null || !('RefreshMatViewStmt' in tree) || tree.RefreshMatViewStmt.concurrent !== true) return null
    return {
      hint: `Give ${writtenName(tree.RefreshMatViewStmt.relation)} a unique index over plain columns without a WHERE, and fill it once without CONCURRENTLY.`,
    }
  },
}

/** Before PostgreSQL 18 a partitioned table takes no foreign key that is not valid. */
export const notValidOnPartitioned: ErrorForm = {
  codes: ['42809', '0A000'],
  explain({ tree, resolve }) {
    if (tree === null || !('AlterTableStmt' in tree)) return null
    const { relation, cmds = [] } = tree.AlterTableStmt
    if (resolve(relation?.schemaname, relation?.relname)?.kind !== 'partitioned') return null
    const unvalidated = cmds.some(
      (node) =>
        'AlterTableCmd' in node &&
        node.AlterTableCmd.def !== undefined &&
        'Constraint' in node.AlterTableCmd.def &&
        node.AlterTableCmd.def.Constraint.skip_validation === true,
    )
    if (!unvalidated) return null
    return {
      hint: 'Add it NOT VALID to each partition, validate it there, and add it to the parent then, which takes over theirs.',
    }
  },
}
