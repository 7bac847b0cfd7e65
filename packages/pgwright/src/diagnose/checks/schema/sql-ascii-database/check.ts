import { z } from 'zod'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ database: z.string(), encoding: z.string() })

export const check = sqlCheck({
  id: 'sql-ascii-database',
  title: 'Database without an encoding',
  category: 'schema',
  severity: 'warning',
  reads: 'server',
  row,
  sql: () => `
    select d.datname as database, pg_catalog.pg_encoding_to_char(d.encoding) as encoding
    from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()`,
  detect: (rows) =>
    rows
      .filter(({ encoding }) => encoding === 'SQL_ASCII')
      .map(({ database, encoding }) => ({
        object: readableIdentifier(database),
        objectType: 'database',
        message: `The database ${database} has the encoding SQL_ASCII: it takes any bytes, so that texts of several encodings may stand side by side, and nothing converts or tests them.`,
        evidence: { encoding },
        help: 'Dump it, convert the texts, and restore it into a database of UTF8.',
      })),
})
