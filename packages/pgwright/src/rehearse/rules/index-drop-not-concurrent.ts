import { readableQualified } from '../../sql/index.ts'
import { droppedObjects, findIndex } from '../facts/dropped.ts'
import type { Rule, RuleFinding } from '../rule.ts'

/** https://www.postgresql.org/docs/current/sql-dropindex.html */
export const indexDropNotConcurrent: Rule = {
  id: 'index-drop-not-concurrent',
  title: 'index dropped under a lock that keeps everybody out',
  severity: 'warning',
  detect(context) {
    const { tree } = context
    if (tree === null || !('DropStmt' in tree)) return []
    const { removeType, concurrent, behavior, missing_ok } = tree.DropStmt
    if (removeType !== 'OBJECT_INDEX' || concurrent === true) return []
    const names = droppedObjects(tree.DropStmt)
    return names.flatMap(({ schema, name }): RuleFinding[] => {
      const index = findIndex(context, schema, name)
      if (index === null) return []
      const table = readableQualified(index.schema, index.table)
      const partitioned = context.find(table)?.kind === 'partitioned'
      const finding = {
        object: readableQualified(index.schema, index.name),
        objectType: 'index',
        message: `The drop waits for every query of ${table} that runs, and all others wait behind it.`,
        help: partitioned
          ? 'PostgreSQL drops an index of a partitioned table in this way alone: give it a lock_timeout, and try again.'
          : 'Drop it concurrently, outside a transaction.',
      }
      if (partitioned || behavior === 'DROP_CASCADE') return [{ ...finding, severity: 'info' }]
      const sql = names.map((one) => `drop index concurrently ${missing_ok === true ? 'if exists ' : ''}${one.written}`)
      const reason = 'It waits without keeping others waiting. It must stand outside a transaction.'
      return [{ ...finding, safer: { sql, reason } }]
    })
  },
}
