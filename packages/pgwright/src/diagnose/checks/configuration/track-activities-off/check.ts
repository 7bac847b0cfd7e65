import { alterSystem, settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'track-activities-off',
  title: 'Sessions that do not tell what they do',
  category: 'configuration',
  severity: 'warning',
  settings: ['track_activities'],
  detect: (read) =>
    read('track_activities').setting === 'on'
      ? null
      : {
          message:
            "track_activities is off: pg_stat_activity shows neither what a session runs nor since when, so that locks and long transactions can't be traced, and checks of sessions find nothing.",
          evidence: { setting: 'off' },
          help: 'Turn track_activities on.',
          fix: alterSystem('track_activities', 'on'),
        },
})
