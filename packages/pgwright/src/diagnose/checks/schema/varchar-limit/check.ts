import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'varchar-limit',
  title: 'Text whose length is limited by its type',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row: columnRow,
  sql: () => columnSql(`y.typname = 'varchar' and coalesce(nullif(own.typtypmod, -1), a.atttypmod) > 0`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} is ${row.type}: it takes no less room than text, and to make the limit smaller reads the table.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Make it a text, with a check on its length where that matters.',
    })),
})
