import { writtenName } from '../facts/alterations.ts'
import type { Rule } from '../rule.ts'

export const schemaNotNamed: Rule = {
  id: 'schema-not-named',
  title: 'table made in whichever schema the search path has first',
  severity: 'info',
  onceInFile: true,
  detect({ tree, settings }) {
    if (tree === null || !('CreateStmt' in tree)) return []
    const { relation } = tree.CreateStmt
    if (relation?.schemaname !== undefined || relation?.relpersistence === 't' || settings.has('search_path')) return []
    return [
      {
        object: writtenName(relation),
        objectType: 'table',
        message: 'Where it is made depends on who runs the migration.',
        help: 'Name the schema, or set search_path in the file.',
      },
    ]
  },
}
