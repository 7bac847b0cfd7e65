import { nameOf } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

const many = 3

export const indexManyColumns: Rule = {
  id: 'index-many-columns',
  title: 'index over many columns',
  severity: 'info',
  detect({ tree, resolve }) {
    if (tree === null || !('IndexStmt' in tree) || tree.IndexStmt.unique === true) return []
    const { relation, indexParams = [] } = tree.IndexStmt
    const table = resolve(relation?.schemaname, relation?.relname)
    if (table === null || indexParams.length <= many) return []
    return [
      {
        object: nameOf(table),
        objectType: 'table',
        message: `It has ${indexParams.length} columns: it is large, and few queries use more than its first.`,
        help: 'See with pgwright advise whether fewer columns answer the workload.',
      },
    ]
  },
}
