import { definedColumns } from '../facts/defined-columns.ts'
import type { Rule } from '../rule.ts'

export const preferTimestamptz: Rule = {
  id: 'prefer-timestamptz',
  title: 'time without a time zone',
  severity: 'info',
  detect(context) {
    return definedColumns(context)
      .filter((column) => column.type === 'timestamp')
      .map(({ object }) => ({
        object,
        objectType: 'column',
        message: 'What it means depends on who wrote it, and its change to timestamptz can write the whole table anew.',
        help: 'Make it timestamptz.',
      }))
  },
}
