import { readableIdentifier } from '../../sql/index.ts'
import { strings } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

export const enumValueRenamed: Rule = {
  id: 'enum-value-renamed',
  title: 'value of an enum renamed that the running application uses',
  severity: 'warning',
  detect({ tree }) {
    if (tree === null || !('AlterEnumStmt' in tree) || tree.AlterEnumStmt.oldVal === undefined) return []
    return [
      {
        object: strings(tree.AlterEnumStmt.typeName).map(readableIdentifier).join('.'),
        objectType: 'type',
        message: 'Whatever writes or compares the old value fails from then on.',
        help: 'Add the new value, change the application over, and rewrite the rows in batches.',
      },
    ]
  },
}
