import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ configured: z.boolean(), restores: z.boolean(), receivers: z.number() })

export const check = sqlCheck({
  id: 'receiver-not-running',
  title: 'Standby without a connection to its primary',
  category: 'replication',
  severity: 'error',
  needs: { standby: true, right: 'pg_read_all_settings' },
  reads: 'server',
  row,
  // What stands in the connection string, a password maybe, is not read.
  sql: () => `
    select pg_catalog.current_setting('primary_conninfo') <> '' as configured,
      pg_catalog.current_setting('restore_command') <> '' as restores,
      (select count(*) from pg_catalog.pg_stat_get_wal_receiver() r where r.pid is not null)::float8 as receivers`,
  detect: (rows) =>
    rows
      .filter(({ configured, receivers }) => configured && receivers === 0)
      .map(({ restores }) => ({
        object: 'receiver',
        objectType: 'standby',
        severity: restores ? ('warning' as const) : ('error' as const),
        message: `This standby is to stream from a primary, and no receiver runs${restores ? ': it goes by the archive alone, if by anything' : ': it falls behind'}.`,
        evidence: { restoreCommand: restores },
        help: 'Look in its log why the connection fails: the network, the password, or log that the primary has removed.',
      })),
})
