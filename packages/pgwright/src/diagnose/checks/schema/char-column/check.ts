import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'char-column',
  title: 'Column that is padded with blanks',
  category: 'schema',
  severity: 'info',
  reads: 'catalog',
  row: columnRow,
  // Codes of a currency, a country or a language have a fixed length, and up to three letters: these are let be.
  sql: () => columnSql(`y.typname = 'bpchar' and coalesce(nullif(own.typtypmod, -1), a.atttypmod) - 4 > 3`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} is ${row.type}: shorter values are filled with blanks, which take room, and which some comparisons see and others do not.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Make it a text, with a check on its length where that matters.',
    })),
})
