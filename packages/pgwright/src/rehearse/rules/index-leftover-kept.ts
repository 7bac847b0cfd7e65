import { readableIdentifier, readableQualified } from '../../sql/index.ts'
import { droppedObjects, findIndex } from '../facts/dropped.ts'
import type { Rule, StatementContext } from '../rule.ts'

/** A build that was cancelled leaves its index behind, under its name. */
export const indexLeftoverKept: Rule = {
  id: 'index-leftover-kept',
  title: 'IF NOT EXISTS that takes an invalid index for the one wanted',
  severity: 'error',
  ofSkipped: true,
  detect(context) {
    const { tree, sql } = context
    if (tree === null || !('IndexStmt' in tree) || tree.IndexStmt.if_not_exists !== true) return []
    const { idxname = '', relation, concurrent } = tree.IndexStmt
    const table = context.resolve(relation?.schemaname, relation?.relname)
    const index = table === null ? null : findIndex(context, table.schema, idxname)
    if (table === null || index === null || index.valid || isDropped(context, index.name)) return []
    const name = readableQualified(index.schema, index.name)
    const create =
      concurrent === true
        ? sql.trim()
        : sql.trim().replace(/^create(\s+unique)?\s+index/i, (head) => `${head} concurrently`)
    return [
      {
        object: name,
        objectType: 'index',
        message: `The index is there on the source and is not valid, so that this does nothing: no query will use it.`,
        help: `Drop ${readableIdentifier(index.name)} first, concurrently.`,
        safer: {
          sql: [`drop index concurrently if exists ${name}`, create],
          reason: 'What an earlier build left goes first. Both must stand outside a transaction.',
        },
      },
    ]
  },
}

/** By the file, before. */
function isDropped({ earlier }: StatementContext, index: string): boolean {
  return earlier().some(
    (tree) =>
      'DropStmt' in tree &&
      tree.DropStmt.removeType === 'OBJECT_INDEX' &&
      droppedObjects(tree.DropStmt).some(({ name }) => name === index),
  )
}
