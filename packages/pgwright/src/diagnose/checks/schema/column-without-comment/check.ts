import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'column-without-comment',
  title: 'Column that nobody has described',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'server', // a snapshot has no comments of columns
  row: columnRow,
  sql: () => columnSql('pg_catalog.col_description(c.oid, a.attnum) is null'),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `${columnObject(row)} has no comment: its unit, and what null means in it, is known to those who wrote it.`,
      evidence: { type: row.type },
      help: 'Say in one sentence what it is, with its unit: comment on column.',
    })),
})
