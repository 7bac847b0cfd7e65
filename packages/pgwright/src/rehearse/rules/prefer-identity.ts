import { definedColumns } from '../facts/defined-columns.ts'
import type { Rule } from '../rule.ts'

export const preferIdentity: Rule = {
  id: 'prefer-identity',
  title: 'serial column',
  severity: 'info',
  detect(context) {
    return definedColumns(context)
      .filter((column) => /serial[248]?$/.test(column.type))
      .map(({ object }) => ({
        object,
        objectType: 'column',
        message: 'Its sequence is an object apart, with rights of its own, and takes values that are given as well.',
        help: 'Make it generated always as identity.',
      }))
  },
}
