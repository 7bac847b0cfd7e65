import { nameOf } from '../facts/alterations.ts'
import { rowsOf } from '../facts/size.ts'
import type { Rule } from '../rule.ts'

export const truncateTable: Rule = {
  id: 'truncate-table',
  title: 'table emptied, which can’t be taken back',
  severity: 'error',
  detect({ tree, resolve, snapshot, effects }) {
    if (tree === null || !('TruncateStmt' in tree)) return []
    const { relations = [], behavior } = tree.TruncateStmt
    return relations.flatMap((node) => {
      const relation = 'RangeVar' in node ? resolve(node.RangeVar.schemaname, node.RangeVar.relname) : null
      if (relation === null || rowsOf(relation, snapshot) === 0) return []
      const others = effects.locks.map((lock) => lock.relation).filter((name) => name !== nameOf(relation))
      const along = behavior === 'DROP_CASCADE' && others.length > 0 ? ` So are ${others.join(', ')}.` : ''
      return {
        object: nameOf(relation),
        objectType: 'table',
        message: `All of its rows are lost, and nobody can read or write it until the transaction ends.${along}`,
        help: 'Leave data to the application, or delete in batches what is to go.',
      }
    })
  },
}
