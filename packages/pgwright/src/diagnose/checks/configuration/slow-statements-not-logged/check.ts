import { alterSystem, settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'slow-statements-not-logged',
  title: 'Slow statements that leave no trace',
  category: 'configuration',
  severity: 'info',
  settings: [
    'log_min_duration_statement',
    'log_min_duration_sample',
    'shared_preload_libraries',
    'session_preload_libraries',
  ],
  detect: (read, { extensions }) => {
    const libraries = `${read('shared_preload_libraries').setting},${read('session_preload_libraries').setting}`
    const logged = Number(read('log_min_duration_statement').setting) >= 0
    const sampled = Number(read('log_min_duration_sample').setting) >= 0
    if (logged || sampled || libraries.includes('auto_explain') || extensions.has('pg_stat_statements')) return null
    return {
      message:
        'A slow statement leaves no trace: log_min_duration_statement is off, auto_explain is not loaded, and this database has no pg_stat_statements.',
      evidence: { logMinDurationStatement: -1, autoExplain: false, pgStatStatements: false },
      help: 'Log statements that take over a second, or more where that is usual, and create the extension pg_stat_statements.',
      fix: alterSystem('log_min_duration_statement', "'1s'"),
    }
  },
})
