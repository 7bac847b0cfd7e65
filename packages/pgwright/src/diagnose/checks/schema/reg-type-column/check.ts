import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'reg-type-column',
  title: 'Column that a major upgrade refuses',
  category: 'schema',
  severity: 'warning',
  reads: 'catalog',
  row: columnRow,
  sql: () =>
    columnSql(`y.typname in ('regcollation', 'regconfig', 'regdictionary', 'regnamespace', 'regoper', 'regoperator', 'regproc',
      'regprocedure')`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} is ${row.type}: it holds an oid that another cluster does not have, and pg_upgrade refuses the database.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Keep the name as text, and cast it where it is used.',
    })),
})
