import { formatCount } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'random-uuid-key',
  title: 'Primary key of random uuids',
  category: 'schema',
  severity: 'info',
  optional: true,
  reads: 'catalog',
  row: columnRow,
  sql: () =>
    columnSql(`y.typname = 'uuid' and exists (select from pg_catalog.pg_attrdef e where e.adrelid = a.attrelid
      and e.adnum = a.attnum and pg_catalog.pg_get_expr(e.adbin, e.adrelid) ~ '(gen_random_uuid|uuid_generate_v4|uuidv4)\\(')
    and exists (select from pg_catalog.pg_constraint k where k.conrelid = a.attrelid and k.contype = 'p' and k.conkey[1] = a.attnum)`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The key ${columnObject(row)} is a random uuid: each insert goes to another page of its index, of ${formatCount(row.rows)} rows (an estimate), so that all of it has to be in memory, and more of it in the log.`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Use uuids that grow with time (version 7), or a bigint identity, for tables with many inserts.',
    })),
})
