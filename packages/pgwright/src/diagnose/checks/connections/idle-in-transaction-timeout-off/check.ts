import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'
import { alterSystem } from '../../../facts/settings.ts'

const row = z.object({ limits: z.number(), own: z.number() })

export const check = sqlCheck({
  id: 'idle-in-transaction-timeout-off',
  title: 'Nothing ends a transaction that waits for its client',
  category: 'connections',
  severity: 'info',
  reads: 'server',
  row,
  // A reader has limits of its own in this transaction; reset_val does not show them. transaction_timeout came with 17.
  sql: () => `
    select (select count(*) from pg_catalog.pg_settings s
        where s.name in ('idle_in_transaction_session_timeout', 'transaction_timeout') and s.reset_val <> '0')::float8
        as limits,
      (select count(*) from pg_catalog.pg_db_role_setting d, unnest(d.setconfig) setting
        where setting ~ '^(idle_in_transaction_session_timeout|transaction_timeout)=' and setting !~ '=0$')::float8 as own`,
  detect: (rows) =>
    rows
      .filter(({ limits, own }) => limits === 0 && own === 0)
      .map(() => ({
        object: 'idle_in_transaction_session_timeout',
        objectType: 'setting',
        message:
          'Neither the server, nor a database, nor a role has an idle_in_transaction_session_timeout: a client that hangs in a transaction keeps its locks, and all dead rows, for as long as it likes.',
        evidence: { serverLimits: 0, rolesOrDatabasesWithLimit: 0 },
        help: 'Set idle_in_transaction_session_timeout to some minutes, for the roles of applications at least.',
        fix: alterSystem('idle_in_transaction_session_timeout', "'10min'"),
      })),
})
