import { alterSystem, settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'track-counts-off',
  title: 'Counters that are off, and autovacuum with them',
  category: 'configuration',
  severity: 'error',
  settings: ['track_counts'],
  detect: (read) =>
    read('track_counts').setting === 'on'
      ? null
      : {
          message:
            'track_counts is off: autovacuum does not learn which tables changed, so that it removes no dead rows and refreshes no statistics.',
          evidence: { setting: 'off' },
          help: 'Turn track_counts on.',
          fix: alterSystem('track_counts', 'on'),
        },
})
