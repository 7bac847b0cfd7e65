import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'float-for-money',
  title: 'Amount of money in a floating point number',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row: columnRow,
  sql: () =>
    columnSql(`y.typname in ('float4', 'float8')
    and a.attname ~* '(^|_)(price|amount|cost|fee|salary|balance|revenue|payment|tax|wage)s?(_|$)'`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} is ${row.type}, and by its name an amount of money: 0.1 has no exact value there, and sums drift.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Make it a numeric, or an integer of the smallest unit.',
    })),
})
