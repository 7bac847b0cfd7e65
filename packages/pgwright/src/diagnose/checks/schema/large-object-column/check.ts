import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'large-object-column',
  title: 'Column that refers to large objects',
  category: 'schema',
  severity: 'info',
  reads: 'catalog',
  row: columnRow,
  sql: () => columnSql(`own.typname in ('oid', 'lo')`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} is ${row.type}, as for large objects: these are not deleted with the row, have rights of their own, and are not replicated logically.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Keep the bytes in a bytea, or outside of the database.',
    })),
})
