import { readableIdentifier } from '../../sql/index.ts'
import { strings } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

export const enumValuePosition: Rule = {
  id: 'enum-value-position',
  title: 'value of an enum added without its place',
  severity: 'info',
  detect({ tree }) {
    if (tree === null || !('AlterEnumStmt' in tree)) return []
    const { newVal, newValNeighbor, oldVal, typeName } = tree.AlterEnumStmt
    if (newVal === undefined || oldVal !== undefined || newValNeighbor !== undefined) return []
    return [
      {
        object: strings(typeName).map(readableIdentifier).join('.'),
        objectType: 'type',
        message: 'It sorts behind all others, and its place can’t be changed later.',
        help: 'Say BEFORE or AFTER which value it comes.',
      },
    ]
  },
}
