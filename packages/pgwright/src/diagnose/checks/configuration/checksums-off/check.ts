import { settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'checksums-off',
  title: 'Pages without checksums',
  category: 'configuration',
  severity: 'info',
  settings: ['data_checksums'],
  detect: (read) =>
    read('data_checksums').setting === 'off'
      ? {
          message:
            'data_checksums is off: a page that the disk or the file system damaged is read as if it were right, and goes into backups and replicas.',
          evidence: { setting: 'off' },
          help: 'Turn checksums on with pg_checksums while the server is stopped, on a standby first, or with the next pg_upgrade.',
        }
      : null,
})
