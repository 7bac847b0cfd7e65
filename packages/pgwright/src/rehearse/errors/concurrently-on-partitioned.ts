import { deparse } from '../../sql/index.ts'
import { canBuildByLeaf, concurrentIndex } from '../safer/concurrent-index.ts'
import type { ErrorForm } from './error-form.ts'

/** PostgreSQL builds no index of a partitioned table concurrently; of each partition it does. */
export const concurrentlyOnPartitioned: ErrorForm = {
  codes: ['0A000'],
  explain({ tree, resolve, snapshot }) {
    if (tree === null || !('IndexStmt' in tree) || tree.IndexStmt.concurrent !== true) return null
    const { relation, concurrent: _, ...index } = tree.IndexStmt
    const table = resolve(relation?.schemaname, relation?.relname)
    if (table?.kind !== 'partitioned' || relation === undefined) return null
    const hint = 'Build it concurrently on each partition, and attach these to one that is made ON ONLY the parent.'
    if (!canBuildByLeaf(table, snapshot)) return { hint }
    const plain = { ...index, relation }
    return {
      hint,
      safer: {
        sql: concurrentIndex(deparse({ IndexStmt: plain }), plain, table, snapshot),
        reason: 'Each partition can be written meanwhile. It must stand outside a transaction.',
      },
    }
  },
}
