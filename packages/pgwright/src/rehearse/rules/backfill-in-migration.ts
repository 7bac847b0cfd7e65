import { plural } from '../../model/index.ts'
import { nameOf, writtenName } from '../facts/alterations.ts'
import { namesItsRows } from '../facts/bounded.ts'
import { changedWithin } from '../facts/changed-within.ts'
import { bySize, rowsOf } from '../facts/size.ts'
import type { Rule, RuleFinding, StatementContext } from '../rule.ts'
import { batched } from '../safer/batches.ts'

/** Rows stay locked until the transaction ends, and old versions stay for vacuum, all at once. */
export const backfillInMigration: Rule = {
  id: 'backfill-in-migration',
  title: 'many rows changed in one transaction',
  severity: 'warning',
  detect: (context) => [...changedByStatement(context), ...changedInside(context)],
}

function changedByStatement({ tree, resolve, snapshot }: StatementContext): RuleFinding[] {
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
}

function changedInside({ effects, tree, find, snapshot }: StatementContext): RuleFinding[] {
  return changedWithin(effects, tree, find)
    .filter((table) => rowsOf(table, snapshot) > 0)
    .map((table) => ({
      object: nameOf(table),
      objectType: 'table',
      message: `It changes rows of ${nameOf(table)}, looking through all ${plural(Math.round(rowsOf(table, snapshot)), 'row')}: each that it changes stays locked until all are.`,
      help: 'Change them in batches, each in a transaction of its own.',
      severity: bySize(table, snapshot, 'warning'),
    }))
}
