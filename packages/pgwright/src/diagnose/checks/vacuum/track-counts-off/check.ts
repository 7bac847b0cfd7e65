import { z } from 'zod'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ setting: z.string() })

export const check = sqlCheck({
  id: 'track-counts-off',
  title: 'Counters that are off, so that autovacuum sees nothing',
  category: 'vacuum',
  severity: 'error',
  reads: 'server',
  row,
  sql: () => `select s.setting from pg_catalog.pg_settings s where s.name = 'track_counts'`,
  detect: (rows) =>
    rows
      .filter(({ setting }) => setting === 'off')
      .map(() => ({
        object: 'track_counts',
        objectType: 'setting',
        message:
          'track_counts is off: autovacuum never sees a dead or a changed row, so that it comes to no table, and all counters of tables and indexes stand still.',
        evidence: { setting: 'off' },
        help: 'Turn track_counts on.',
        fix: ['alter system set track_counts = on', 'select pg_reload_conf()'],
      })),
})
