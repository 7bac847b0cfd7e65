import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ line: z.number().nullable(), error: z.string() })

export const check = sqlCheck({
  id: 'hba-broken',
  title: 'pg_hba.conf that the server can not read',
  category: 'security',
  severity: 'error',
  reads: 'server',
  needs: { right: 'superuser' },
  row,
  sql: () => `
    select h.line_number::float8 as line, h.error from pg_catalog.pg_hba_file_rules h
    where h.error is not null
    order by 1`,
  detect: (rows) =>
    rows.map(({ line, error }) => ({
      object: line === null ? 'pg_hba.conf' : `pg_hba.conf:${line}`,
      objectType: 'authentication rule',
      message: `The server can not read pg_hba.conf${line === null ? '' : `, line ${line}`}: a reload keeps the old rules, and after a restart the server does not come up.`,
      evidence: { line, error },
      help: 'Put the line right and reload.',
    })),
})
