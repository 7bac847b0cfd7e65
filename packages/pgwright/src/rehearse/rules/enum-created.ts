import { readableIdentifier } from '../../sql/index.ts'
import { strings } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

export const enumCreated: Rule = {
  id: 'enum-created',
  title: 'enum whose values can’t be taken away',
  severity: 'info',
  detect({ tree }) {
    if (tree === null || !('CreateEnumStmt' in tree)) return []
    return [
      {
        object: strings(tree.CreateEnumStmt.typeName).map(readableIdentifier).join('.'),
        objectType: 'type',
        message: 'PostgreSQL adds and renames values of an enum, and never drops one.',
        help: 'Use text with a CHECK, or a table of values with a foreign key, where values will go.',
      },
    ]
  },
}
