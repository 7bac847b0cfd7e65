import { nameOf } from '../facts/alterations.ts'
import { bySize } from '../facts/size.ts'
import type { Rule } from '../rule.ts'
import { canBuildByLeaf, concurrentIndex } from '../safer/concurrent-index.ts'

/** https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY */
export const indexNotConcurrent: Rule = {
  id: 'index-not-concurrent',
  title: 'index built while nobody can write',
  severity: 'error',
  detect({ sql, tree, resolve, snapshot }) {
    if (tree === null || !('IndexStmt' in tree)) return []
    const { concurrent, relation } = tree.IndexStmt
    const table = resolve(relation?.schemaname, relation?.relname)
    if (concurrent === true || table === null) return []
    // Alone, a partitioned table's index is an entry of the catalog.
    if (table.kind === 'partitioned' && relation?.inh !== true) return []
    const object = nameOf(table)
    const partitioned = table.kind === 'partitioned'
    const finding = {
      object,
      objectType: 'table',
      message: partitioned
        ? `Nobody can write to any partition of ${object} until the indexes of all are built.`
        : `Nobody can write to ${object} until the index is built.`,
      help: partitioned
        ? 'Build it concurrently on each partition, and attach these to one that is made ON ONLY the parent.'
        : 'Build it concurrently, outside a transaction.',
      severity: bySize(table, snapshot, 'error'),
    }
    if (partitioned && !canBuildByLeaf(table, snapshot)) return [finding]
    return [
      {
        ...finding,
        safer: {
          sql: concurrentIndex(sql, tree.IndexStmt, table, snapshot),
          reason: 'It lets others write meanwhile. It must stand outside a transaction, in a migration of its own.',
        },
      },
    ]
  },
}
