import { settingCheck } from '../../../facts/settings.ts'

/** PostgreSQL's own; with fewer buckets estimates get coarse for large tables. */
const usualTarget = 100

export const check = settingCheck({
  id: 'statistics-target-low',
  title: 'Statistics of few values',
  category: 'configuration',
  severity: 'warning',
  settings: ['default_statistics_target'],
  detect: (read) => {
    const target = Number(read('default_statistics_target').setting)
    if (target >= usualTarget) return null
    return {
      message: `default_statistics_target is ${target}, below PostgreSQL's own ${usualTarget}: ANALYZE reads ${target * 300} rows of each table, and keeps ${target} frequent values and ranges of a column.`,
      evidence: { setting: target, usual: usualTarget, sampledRows: target * 300 },
      help: `Set default_statistics_target to ${usualTarget} and analyze the tables.`,
      fix: ['alter system reset default_statistics_target', 'select pg_reload_conf()'],
    }
  },
})
