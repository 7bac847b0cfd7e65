import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'json-column',
  title: 'Column of type json',
  category: 'schema',
  severity: 'info',
  reads: 'catalog',
  row: columnRow,
  sql: () => columnSql(`y.typname = 'json'`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} is json: kept as text and parsed again by each query, with no equality, so that distinct, group by and union on it fail, and no GIN index.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Make it a jsonb, unless the text itself has to be kept as it came.',
    })),
})
