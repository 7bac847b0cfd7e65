import { definedColumns } from '../facts/defined-columns.ts'
import type { Rule } from '../rule.ts'

export const preferText: Rule = {
  id: 'prefer-text',
  title: 'text of a limited length',
  severity: 'info',
  detect(context) {
    return definedColumns(context)
      .filter((column) => (column.type === 'varchar' && column.limited) || column.type === 'bpchar')
      .map(({ object }) => ({
        object,
        objectType: 'column',
        message:
          'A shorter limit later reads the whole table, and a padded type compares otherwise than it looks; neither saves space.',
        help: 'Make it text, with a CHECK on its length where there is a limit.',
      }))
  },
}
