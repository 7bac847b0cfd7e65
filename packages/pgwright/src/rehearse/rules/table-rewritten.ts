import { nameOf } from '../facts/alterations.ts'
import { bySize } from '../facts/size.ts'
import type { Rule } from '../rule.ts'

/** Other rules tell of columns. */
const ofColumns = new Set(['AT_AddColumn', 'AT_AlterColumnType'])

/** `vacuum full`, `cluster`, `set logged`, `set access method`, `set tablespace`, and whatever else makes a new file. */
export const tableRewritten: Rule = {
  id: 'table-rewritten',
  title: 'table written anew while nobody can use it',
  severity: 'error',
  detect({ tree, effects, find, resolve, snapshot }) {
    if (tree === null || 'TruncateStmt' in tree || 'RefreshMatViewStmt' in tree) return []
    if ('AlterTableStmt' in tree) {
      const kinds = (tree.AlterTableStmt.cmds ?? []).map(
        (node) => 'AlterTableCmd' in node && node.AlterTableCmd.subtype,
      )
      if (kinds.some((kind) => kind !== false && kind !== undefined && ofColumns.has(kind))) return []
    }
    // It can't be in a transaction, in which effects are looked at.
    const vacuumed =
      'VacuumStmt' in tree &&
      (tree.VacuumStmt.options ?? []).some((node) => 'DefElem' in node && node.DefElem.defname === 'full')
        ? (tree.VacuumStmt.rels ?? []).map((node) =>
            'VacuumRelation' in node
              ? resolve(node.VacuumRelation.relation?.schemaname, node.VacuumRelation.relation?.relname)
              : null,
          )
        : []
    return [...new Set([...effects.rewrites.map(find), ...vacuumed])].flatMap((table) =>
      table === null
        ? []
        : {
            object: nameOf(table),
            objectType: 'table',
            message: `Nobody can read or write ${nameOf(table)} while all of its rows and indexes are written anew.`,
            help: 'Do it in a maintenance window, or with pg_repack, which lets others work meanwhile.',
            severity: bySize(table, snapshot, 'error'),
          },
    )
  },
}
