import { readableQualified } from '../../sql/index.ts'
import { nameOf, writtenName } from '../facts/alterations.ts'
import { findIndex } from '../facts/dropped.ts'
import { bySize } from '../facts/size.ts'
import type { Rule } from '../rule.ts'

/** https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY */
export const reindexNotConcurrent: Rule = {
  id: 'reindex-not-concurrent',
  title: 'index built again while nobody can write',
  severity: 'error',
  detect(context) {
    const { tree, resolve, find, snapshot } = context
    if (tree === null || !('ReindexStmt' in tree)) return []
    const { relation, kind, params = [], name } = tree.ReindexStmt
    if (params.some((node) => 'DefElem' in node && node.DefElem.defname === 'concurrently')) return []
    const index =
      kind === 'REINDEX_OBJECT_INDEX' ? findIndex(context, relation?.schemaname, relation?.relname ?? '') : null
    const table =
      index === null
        ? resolve(relation?.schemaname, relation?.relname)
        : find(readableQualified(index.schema, index.table))
    // A schema, or the database.
    if (table === null && name === undefined && relation !== undefined) return []
    const object = table === null ? (name ?? snapshot.database.name) : nameOf(table)
    const what = kind === 'REINDEX_OBJECT_INDEX' ? 'index' : 'table'
    return [
      {
        object,
        objectType: table === null ? 'schema' : 'table',
        message: `Nobody can write to ${table === null ? `the tables of ${object}` : object}, nor plan a query of it, until it is built.`,
        help: 'Build it again concurrently, outside a transaction.',
        ...(table === null ? {} : { severity: bySize(table, snapshot, 'error') }),
        ...(relation === undefined
          ? {}
          : {
              safer: {
                sql: [`reindex ${what} concurrently ${writtenName(relation)}`],
                reason: 'It lets others work meanwhile. It must stand outside a transaction.',
              },
            }),
      },
    ]
  },
}
