import { alterSystem, settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'track-io-timing-off',
  title: 'Reads whose time is not known',
  category: 'configuration',
  severity: 'info',
  settings: ['track_io_timing'],
  detect: (read) =>
    read('track_io_timing').setting === 'on'
      ? null
      : {
          message:
            'track_io_timing is off: neither plans nor counters tell how long statements wait for the disk, so that a slow disk looks like a slow plan.',
          evidence: { setting: 'off' },
          help: 'Turn track_io_timing on where pg_test_timing shows that most readings of the clock take under 100 ns.',
          fix: alterSystem('track_io_timing', 'on'),
        },
})
