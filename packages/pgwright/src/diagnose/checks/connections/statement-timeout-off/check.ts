import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ limits: z.number(), own: z.number() })

export const check = sqlCheck({
  id: 'statement-timeout-off',
  title: 'No statement is ever broken off',
  category: 'connections',
  severity: 'info',
  optional: true,
  reads: 'server',
  row,
  sql: () => `
    select (select count(*) from pg_catalog.pg_settings s
        where s.name in ('statement_timeout', 'transaction_timeout') and s.reset_val <> '0')::float8 as limits,
      (select count(*) from pg_catalog.pg_db_role_setting d, unnest(d.setconfig) setting
        where setting ~ '^(statement_timeout|transaction_timeout)=' and setting !~ '=0$')::float8 as own`,
  detect: (rows) =>
    rows
      .filter(({ limits, own }) => limits === 0 && own === 0)
      .map(() => ({
        object: 'statement_timeout',
        objectType: 'setting',
        message:
          'Neither the server, nor a database, nor a role has a statement_timeout: a statement that nobody waits for any more runs on.',
        evidence: { serverLimits: 0, rolesOrDatabasesWithLimit: 0 },
        help: 'Set statement_timeout for the roles of applications, a little above what their users would wait.',
      })),
})
