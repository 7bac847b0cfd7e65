import { definedColumns } from '../facts/defined-columns.ts'
import type { Rule } from '../rule.ts'

const short = new Set(['int2', 'int4', 'serial', 'serial2', 'serial4', 'smallserial'])

export const preferBigintKey: Rule = {
  id: 'prefer-bigint-key',
  title: 'key that runs out at two thousand million',
  severity: 'info',
  detect(context) {
    return definedColumns(context)
      .filter((column) => column.isKey && short.has(column.type))
      .map(({ object }) => ({
        object,
        objectType: 'column',
        message:
          'It takes no more than 2,147,483,647 rows that ever were, and to make it larger later writes the whole table anew.',
        help: 'Make it bigint.',
      }))
  },
}
