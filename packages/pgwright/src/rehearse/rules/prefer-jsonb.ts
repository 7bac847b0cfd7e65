import { definedColumns } from '../facts/defined-columns.ts'
import type { Rule } from '../rule.ts'

export const preferJsonb: Rule = {
  id: 'prefer-jsonb',
  title: 'json that is kept as text',
  severity: 'info',
  detect(context) {
    return definedColumns(context)
      .filter((column) => column.type === 'json')
      .map(({ object }) => ({
        object,
        objectType: 'column',
        message:
          'It has no equality, so that SELECT DISTINCT and GROUP BY fail, is parsed at each access, and takes no index.',
        help: 'Make it jsonb.',
      }))
  },
}
