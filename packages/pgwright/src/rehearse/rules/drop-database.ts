import { readableIdentifier } from '../../sql/index.ts'
import type { Rule } from '../rule.ts'

export const dropDatabase: Rule = {
  id: 'drop-database',
  title: 'database dropped in a migration',
  severity: 'error',
  detect({ tree }) {
    if (tree === null || !('DropdbStmt' in tree)) return []
    return [
      {
        object: readableIdentifier(tree.DropdbStmt.dbname ?? ''),
        objectType: 'database',
        message: 'All that is in it is lost.',
        help: 'Drop databases by hand.',
      },
    ]
  },
}
