import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ setting: z.string() })

export const check = sqlCheck({
  id: 'autovacuum-off',
  title: 'Autovacuum that is off for all tables',
  category: 'vacuum',
  severity: 'error',
  reads: 'server',
  row,
  sql: () => `select s.setting from pg_catalog.pg_settings s where s.name = 'autovacuum'`,
  detect: (rows) =>
    rows
      .filter(({ setting }) => setting === 'off')
      .map(() => ({
        object: 'autovacuum',
        objectType: 'setting',
        message:
          'autovacuum is off: tables and indexes grow, statistics grow old, and vacuum comes by itself only when transaction ids are about to run out, all at once.',
        evidence: { setting: 'off' },
        help: 'Turn autovacuum on; where it disturbs, limit it by its costs.',
        fix: ['alter system set autovacuum = on', 'select pg_reload_conf()'],
      })),
})
