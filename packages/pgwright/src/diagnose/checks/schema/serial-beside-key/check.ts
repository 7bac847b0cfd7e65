import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'serial-beside-key',
  title: 'Serial that is no key',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row: columnRow,
  sql: () =>
    columnSql(`exists (select from pg_catalog.pg_depend d where d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
      and d.refobjid = a.attrelid and d.refobjsubid = a.attnum and d.deptype = 'a'
      and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass)
    and not exists (select from pg_catalog.pg_constraint k where k.conrelid = a.attrelid and k.contype in ('p', 'u')
      and a.attnum = any (k.conkey))`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} counts by a sequence, and is neither in the primary key nor unique: it may have gaps and doubles, and is no order of commits.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Make it unique if it names a row, or leave it to the key that is there.',
    })),
})
