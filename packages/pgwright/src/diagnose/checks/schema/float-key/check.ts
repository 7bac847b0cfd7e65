import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'float-key',
  title: 'Key that is a floating point number',
  category: 'schema',
  severity: 'warning',
  reads: 'catalog',
  row: columnRow,
  sql: () =>
    columnSql(`y.typname in ('float4', 'float8') and exists (select from pg_catalog.pg_constraint k
      where k.conrelid = a.attrelid and k.contype in ('p', 'u', 'f') and a.attnum = any (k.conkey))`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} is ${row.type} and part of a key: what was computed in another order is another number, so that equal keys are not found.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Make it a numeric, or an integer of the smallest unit.',
    })),
})
