import { alterations, withCommands } from '../facts/alterations.ts'
import { findIndex } from '../facts/dropped.ts'
import { keysOf } from '../facts/plain-index.ts'
import { bySize } from '../facts/size.ts'
import type { Rule, StatementContext } from '../rule.ts'
import { notNullByCheck } from '../safer/not-null-by-check.ts'

/** A primary key makes its columns NOT NULL, which reads the table where no check says so already. */
export const primaryKeyOverNullable: Rule = {
  id: 'primary-key-over-nullable',
  title: 'primary key on columns that can be null, which reads the table while nobody can use it',
  severity: 'error',
  detect(context) {
    const { tree, snapshot, effects } = context
    return alterations(context, 'AT_AddConstraint').flatMap(({ table, name, written, at, constraint, command }) => {
      if (constraint?.contype !== 'CONSTR_PRIMARY' || constraint.indexname === undefined) return []
      if (!effects.scans.includes(name) || tree === null || !('AlterTableStmt' in tree)) return []
      const columns = columnsOf(context, table.schema, constraint.indexname)
      const nullable = columns.filter((column) => table.columns.some((one) => one.name === column && !one.notNull))
      const known = nullable.length > 0
      return {
        object: name,
        objectType: 'table',
        message: `Nobody can read or write ${name} while all of it is read for nulls, which a primary key can't have.`,
        help: 'Make the columns NOT NULL first, by way of a CHECK that is validated while others work.',
        severity: bySize(table, snapshot, 'error'),
        at,
        ...(known
          ? {
              safer: {
                sql: [
                  ...notNullByCheck(written, table, nullable, snapshot),
                  withCommands(tree.AlterTableStmt, [{ AlterTableCmd: command }]),
                ],
                reason: 'The table is read while others use it. Each statement must be a transaction of its own.',
              },
            }
          : {}),
      }
    })
  },
}

/** Of an index of the source, or one that the migration makes. */
function columnsOf(context: StatementContext, schema: string, name: string): string[] {
  const index = findIndex(context, schema, name)
  if (index !== null) return index.keys.flatMap(({ column }) => column ?? [])
  return context.all.flatMap((tree) =>
    'IndexStmt' in tree && tree.IndexStmt.idxname === name
      ? (keysOf(tree.IndexStmt)?.keys ?? []).map(({ column }) => column)
      : [],
  )
}
