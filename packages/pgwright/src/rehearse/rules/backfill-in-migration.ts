import { plural } from '../../model/index.ts'
import { nameOf, writtenName } from '../facts/alterations.ts'
import { namesItsRows } from '../facts/bounded.ts'
import { bySize, rowsOf } from '../facts/size.ts'
import type { Rule } from '../rule.ts'
import { batched } from '../safer/batches.ts'

/** Rows stay locked until the transaction ends, and old versions stay for vacuum, all at once. */
export const backfillInMigration: Rule = {
  id: 'backfill-in-migration',
  title: 'many rows changed in one transaction',
  severity: 'warning',
  detect({ tree, resolve, snapshot }) {
    if (tree === null) return []
    const changes = 'UpdateStmt' in tree ? tree.UpdateStmt : 'DeleteStmt' in tree ? tree.DeleteStmt : null
    const table = resolve(changes?.relation?.schemaname, changes?.relation?.relname)
    if (changes === null || table === null || rowsOf(table, snapshot) === 0) return []
    if (namesItsRows(changes.whereClause, table, snapshot)) return []
    const sql = batched(tree, table, writtenName(changes.relation), snapshot)
    const rows = Math.round(rowsOf(table, snapshot))
    return [
      {
        object: nameOf(table),
        objectType: 'table',
        message: `${nameOf(table)} has ${plural(rows, 'row')}, and each that it changes stays locked until all are.`,
        help: 'Change them in batches, each in a transaction of its own.',
        severity: bySize(table, snapshot, 'warning'),
        ...(sql === null
          ? {}
          : {
              safer: {
                sql: [sql],
                reason: 'Rows are locked for one batch at a time. It must stand outside a transaction.',
              },
            }),
      },
    ]
  },
}
