import { formatCount } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'uuid-in-text',
  title: 'Generated uuid that is kept as text',
  category: 'schema',
  severity: 'info',
  reads: 'catalog',
  row: columnRow,
  sql: () =>
    columnSql(`y.typname in ('text', 'varchar', 'bpchar') and exists (select from pg_catalog.pg_attrdef e
      where e.adrelid = a.attrelid and e.adnum = a.attnum
        and pg_catalog.pg_get_expr(e.adbin, e.adrelid) ~ '(gen_random_uuid|uuid_generate_v[0-9][a-z]*|uuidv[47])\\(')`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} keeps generated uuids as ${row.type}: 37 bytes and more each where a uuid takes 16, in ${formatCount(row.rows)} rows (an estimate) and in each index.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Make it a uuid, and the columns that refer to it.',
    })),
})
