import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'money-column',
  title: 'Column of type money',
  category: 'schema',
  severity: 'warning',
  reads: 'catalog',
  row: columnRow,
  sql: () => columnSql(`y.typname = 'money'`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} is money: what its values mean depends on lc_monetary of the session, and it knows no currency.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Make it a numeric, with the currency in a column of its own.',
    })),
})
