import { formatCount } from '../../../../model/index.ts'
import { sqlCheck } from '../../../check.ts'
import { columnObject, columnRow, columnSql } from '../../../facts/columns.ts'

export const check = sqlCheck({
  id: 'timestamp-without-time-zone',
  title: 'Point in time without a time zone',
  category: 'schema',
  severity: 'warning',
  reads: 'catalog',
  row: columnRow,
  // What a clock on the wall shows is something else: such columns say so, or have the zone beside them.
  sql: () =>
    columnSql(`y.typname = 'timestamp' and a.attname !~* '(^|_)(local|wall)(_|$)'
    and not exists (select from pg_catalog.pg_attribute z
      join pg_catalog.pg_type zone on zone.oid = z.atttypid and zone.typcategory in ('S', 'E')
      where z.attrelid = a.attrelid and z.attnum > 0
      and not z.attisdropped and z.attname ~* '^(.*_)?(tz|time_?zone)(_.*)?$')`),
  detect: (rows) =>
    rows.map((row) => ({
      object: columnObject(row),
      objectType: 'column',
      message: `The column ${columnObject(row)} is a timestamp without time zone: which moment it means depends on the session that wrote it, for ${formatCount(row.rows)} rows (an estimate).`,
      evidence: { type: row.type, rows: row.rows },
      help: 'Make it a timestamptz: alter column … type timestamptz using … at time zone, with the zone that was meant.',
    })),
})
