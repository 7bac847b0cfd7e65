import { readableQualified } from '../../sql/index.ts'
import type { Rule } from '../rule.ts'

/** https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY */
export const indexNotConcurrent: Rule = {
  id: 'index-not-concurrent',
  title: 'index built while nobody can write',
  severity: 'error',
  detect({ sql, tree, refusal, resolve }) {
    if (refusal !== null || tree === null || !('IndexStmt' in tree)) return []
    const { concurrent, relation } = tree.IndexStmt
    const table = resolve(relation?.schemaname, relation?.relname)
    if (concurrent === true || table === null || table.kind === 'partitioned') return []
    const object = readableQualified(table.schema, table.name)
    return [
      {
        object,
        objectType: 'table',
        message: `Nobody can write to ${object} until the index is built.`,
        help: 'Build it concurrently, outside a transaction.',
        safer: {
          sql: [sql.trim().replace(/^create(\s+unique)?\s+index/i, (head) => `${head} concurrently`)],
          reason: 'It lets others write meanwhile. It must stand outside a transaction, in a migration of its own.',
        },
      },
    ]
  },
}
