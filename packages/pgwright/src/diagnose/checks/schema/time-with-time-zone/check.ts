import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'time-with-time-zone',
  title: 'Time of day with a time zone',
  category: 'schema',
  severity: 'warning',
  reads: 'catalog',
  row: columnRow,
  sql: () => columnSql(`y.typname = 'timetz'`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} is a time with time zone: without a date nobody knows whether summer time holds, so its offset is a guess.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Make it a time, with the name of the zone beside it, or a timestamptz.',
    })),
})
