import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ setting: z.string() })

export const check = sqlCheck({
  id: 'fsync-off',
  title: 'Writes that are not forced to disk',
  category: 'configuration',
  severity: 'error',
  reads: 'server',
  row,
  sql: () => `select s.setting from pg_catalog.pg_settings s where s.name = 'fsync'`,
  detect: (rows) =>
    rows
      .filter(({ setting }) => setting === 'off')
      .map(() => ({
        object: 'fsync',
        objectType: 'setting',
        message: 'fsync is off: after a crash of the machine the database may be corrupt beyond repair.',
        evidence: { setting: 'off' },
        help: 'Turn fsync on; where commits are too slow, consider synchronous_commit = off, which loses the latest and corrupts nothing.',
        fix: ['alter system set fsync = on', 'select pg_reload_conf()'],
      })),
})
